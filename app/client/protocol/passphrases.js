/** @import { Bytes } from "./bytes.js" */
import { Malformed, utf8 } from "./bytes.js";
import { toBase64url } from "./encoding.js";
import { Fields, canonical, parseCanonical } from "./json.js";

export const LEAST_PASSPHRASE = 12; // characters
const ITERATIONS = 600_000; // OWASP's figure for PBKDF2-HMAC-SHA256
const MOST_ITERATIONS = 10_000_000;
const TAG = 16;

/**
 * The kind that a file names, and how refusals call the file and what is sealed in it.
 * @typedef {{ kind: string, what: string, of: string }} Kind
 */

/**
 * Bytes under a passphrase: AES-256-GCM under a key of PBKDF2-HMAC-SHA256, as a JCS object.
 * @param {Bytes} plain
 * @param {string} passphrase
 * @param {Kind} kind
 */
export async function sealUnder(passphrase, plain, { kind }) {
  checkPassphrase(passphrase);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(passphrase, salt, ITERATIONS);
  const sealed = await crypto.subtle.encrypt(aes(nonce, kind), key, plain);
  return canonical({
    kind,
    iterations: ITERATIONS,
    salt: toBase64url(salt),
    nonce: toBase64url(nonce),
    sealed: toBase64url(new Uint8Array(sealed)),
  });
}

/**
 * Malformed where a passphrase is too short to seal with.
 * @param {string} passphrase
 */
export function checkPassphrase(passphrase) {
  if ([...passphrase].length < LEAST_PASSPHRASE) {
    throw new Malformed(`a passphrase has ${LEAST_PASSPHRASE} characters or more`);
  }
}

/**
 * What was sealed with this passphrase; Malformed when it is another.
 * @param {string} passphrase
 * @param {Bytes} raw
 * @param {number} length of what was sealed
 * @param {Kind} kind
 * @returns {Promise<Bytes>}
 */
export async function unsealUnder(passphrase, raw, length, { kind, what, of }) {
  const names = ["kind", "iterations", "salt", "nonce", "sealed"];
  const fields = new Fields(parseCanonical(raw, what), what, ...names);
  if (fields.text("kind") !== kind) throw new Malformed(`${what} is not a ${of} with a passphrase`);
  const iterations = fields.number("iterations", ITERATIONS, MOST_ITERATIONS);
  const key = await keyOf(passphrase, fields.binary("salt", 16), iterations);
  const sealed = fields.binary("sealed", length + TAG);
  try {
    const plain = await crypto.subtle.decrypt(aes(fields.binary("nonce", 12), kind), key, sealed);
    return new Uint8Array(plain);
  } catch {
    throw new Malformed(`the passphrase is not the one this ${of} was sealed with`);
  }
}

/**
 * @param {Bytes} iv
 * @param {string} kind
 */
function aes(iv, kind) {
  return { name: "AES-GCM", iv, additionalData: utf8(kind) };
}

/**
 * @param {string} passphrase
 * @param {Bytes} salt
 * @param {number} iterations
 */
async function keyOf(passphrase, salt, iterations) {
  const raw = utf8(passphrase.normalize("NFC"));
  const known = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
  const pbkdf2 = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const kind = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(pbkdf2, known, kind, false, ["encrypt", "decrypt"]);
}
