/** @import { Bytes } from "./bytes.js" */
import { Malformed, context, cut, join, same } from "./bytes.js";
import { digitsOf, fromCrockford, toCrockford } from "./encoding.js";
import { sha256 } from "./hashes.js";

const CHECK = 4;
const START = 4;

/**
 * What a code is of: the label of its check, what it belongs to, and its name in refusals.
 * @typedef {{ label: string, to: Bytes, what: string }} Kind
 */

/**
 * A secret for people to copy by hand, with four bytes that tie it to what it belongs to.
 * @param {Bytes} secret
 * @param {Kind} kind
 */
export async function codeOf(secret, kind) {
  return toCrockford(join(secret, await checkOf(secret, kind)));
}

/**
 * The secret of a code; a mistyped or foreign one is Malformed.
 * @param {string} code
 * @param {number} length of the secret
 * @param {Kind} kind
 */
export async function secretOf(code, length, kind) {
  const raw = fromCrockford(code, length + CHECK, kind.what);
  const [secret, check] = cut(raw, length);
  if (!same(check, await checkOf(secret, kind))) {
    throw new Malformed(`${kind.what} is mistyped or belongs to another election`);
  }
  return secret;
}

/**
 * Whether these are the first four characters of a code, forgiven what all of it is forgiven.
 * @param {string} typed
 * @param {string} code
 */
export function isStartOf(typed, code) {
  return digitsOf(typed).join("") === code.slice(0, START);
}

/**
 * @param {Bytes} secret
 * @param {Kind} kind
 */
async function checkOf(secret, { label, to }) {
  return (await sha256(context(label, to, secret))).slice(0, CHECK);
}
