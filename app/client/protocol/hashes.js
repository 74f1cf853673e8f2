/** What every browser has in WebCrypto: SHA-2, HMAC and HKDF. */
/** @import { Bytes } from "./bytes.js" */

const subtle = crypto.subtle;

/**
 * @param {Bytes} raw
 * @returns {Promise<Bytes>}
 */
export async function sha256(raw) {
  return new Uint8Array(await subtle.digest("SHA-256", raw));
}

/**
 * @param {Bytes} raw
 * @returns {Promise<Bytes>}
 */
export async function sha384(raw) {
  return new Uint8Array(await subtle.digest("SHA-384", raw));
}

/**
 * HMAC-SHA256; an empty key is one of zeros (RFC 2104), which WebCrypto does not say by itself.
 * @param {Bytes} key
 * @param {Bytes} message
 * @returns {Promise<Bytes>}
 */
export async function hmac256(key, message) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const padded = key.length ? key : new Uint8Array(32);
  const imported = await subtle.importKey("raw", padded, algorithm, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", imported, message));
}

/**
 * HKDF-SHA-512 without a salt.
 * @param {Bytes} secret
 * @param {Bytes} info
 * @param {number} length in bytes
 * @returns {Promise<Bytes>}
 */
export async function hkdf512(secret, info, length) {
  const key = await subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const salt = new Uint8Array(0);
  const algorithm = { name: "HKDF", hash: "SHA-512", salt, info };
  return new Uint8Array(await subtle.deriveBits(algorithm, key, length * 8));
}
