/** @import { Bytes } from "./bytes.js" */
import { Malformed, cut, join, toHex, utf8 } from "./bytes.js";
import { checkPublic } from "./ed25519.js";
import { fromBase64 } from "./encoding.js";
import { sha256 } from "./hashes.js";
import { KEY_ID, KEY_NAME } from "./notes.js";

const COSIGNATURE = 4; // the kind of key of C2SP tlog-cosignature

/** @typedef {{ name: string, id: Bytes, key: Bytes }} Witness */

/**
 * The witness of a C2SP verifier key, name+id+base64(0x04 || Ed25519 key).
 * @param {string} written
 * @returns {Promise<Witness>}
 */
export async function witnessOf(written) {
  const [name, keyId, ...rest] = written.split("+");
  const [kind, key] = cut(fromBase64(rest.join("+"), "a witness's key"), 1);
  if (kind[0] !== COSIGNATURE || !KEY_NAME.test(name)) {
    throw new Malformed("a witness is not a C2SP verifier key for cosignatures");
  }
  checkPublic(key, "a witness's key");
  const id = (await sha256(join(utf8(`${name}\n`), kind, key))).slice(0, KEY_ID);
  if (toHex(id) !== keyId) {
    throw new Malformed("a witness's key id is not that of its name and key");
  }
  return { name, id, key };
}
