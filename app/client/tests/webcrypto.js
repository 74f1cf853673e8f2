/** Node 18 has WebCrypto, and does not yet put it where browsers have it; imported before all else. */
import { webcrypto } from "node:crypto";

if (!globalThis.crypto) Object.assign(globalThis, { crypto: webcrypto });
