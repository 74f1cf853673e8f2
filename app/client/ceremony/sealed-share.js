/** @import { Bytes } from "../protocol/bytes.js" */
import { Malformed, utf8 } from "../protocol/bytes.js";
import { toBase64url } from "../protocol/encoding.js";
import { Fields, canonical, parseCanonical } from "../protocol/json.js";

export const LEAST_PASSPHRASE = 12; // characters
const WHAT = "the share's file";
const KIND = "tellers/1 sealed share";
const ITERATIONS = 600_000; // OWASP's figure for PBKDF2-HMAC-SHA256
const MOST_ITERATIONS = 10_000_000;
const CODE = 88; // characters of a share as it is printed, hyphens with them
const TAG = 16;

/**
 * A share's file for a trustee who keeps it on a stick: AES-256-GCM under a key of the passphrase.
 * @param {string} code the share as it is printed
 * @param {string} passphrase
 */
export async function sealShare(code, passphrase) {
  if ([...passphrase].length < LEAST_PASSPHRASE) {
    throw new Malformed(`a passphrase has ${LEAST_PASSPHRASE} characters or more`);
  }
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(passphrase, salt, ITERATIONS);
  const sealed = await crypto.subtle.encrypt(aes(nonce), key, utf8(code));
  return canonical({
    kind: KIND,
    iterations: ITERATIONS,
    salt: toBase64url(salt),
    nonce: toBase64url(nonce),
    sealed: toBase64url(new Uint8Array(sealed)),
  });
}

/**
 * The share of a file that was sealed with this passphrase; Malformed when it is another.
 * @param {Bytes} raw
 * @param {string} passphrase
 */
export async function unsealShare(raw, passphrase) {
  const names = ["kind", "iterations", "salt", "nonce", "sealed"];
  const of = new Fields(parseCanonical(raw, WHAT), WHAT, ...names);
  if (of.text("kind") !== KIND) throw new Malformed("this file is not a share with a passphrase");
  const iterations = of.number("iterations", ITERATIONS, MOST_ITERATIONS);
  const key = await keyOf(passphrase, of.binary("salt", 16), iterations);
  const sealed = of.binary("sealed", CODE + TAG);
  try {
    const code = await crypto.subtle.decrypt(aes(of.binary("nonce", 12)), key, sealed);
    return new TextDecoder().decode(code);
  } catch {
    throw new Malformed("the passphrase is not the one this share was sealed with");
  }
}

/** @param {Bytes} iv */
function aes(iv) {
  return { name: "AES-GCM", iv, additionalData: utf8(KIND) };
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
