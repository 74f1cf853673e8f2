/** Node 18 does not put WebCrypto where browsers have it; this is imported before all else. */
import { webcrypto } from "node:crypto";

if (!globalThis.crypto) Object.assign(globalThis, { crypto: webcrypto });
