/** @import { Bytes } from "./bytes.js" */
import { ed25519 } from "@noble/curves/ed25519.js";
import { Malformed, cut, fromHex, join, same } from "./bytes.js";

export const PUBLIC_KEY = 32;
export const SIGNATURE = 64;
export const SPKI = 44;
const SPKI_PREFIX = fromHex("302a300506032b6570032100", "the prefix of RFC 8410");

/**
 * RFC 8032, from the 32 bytes of a secret key.
 * @param {Bytes} secret
 * @param {Bytes} message
 * @returns {Bytes}
 */
export function sign(secret, message) {
  return join(ed25519.sign(message, secret));
}

/**
 * The raw public key of the 32 bytes of a secret key.
 * @param {Bytes} secret
 * @returns {Bytes}
 */
export function publicOf(secret) {
  return join(ed25519.getPublicKey(secret));
}

/**
 * Throws Malformed unless `signature` is `key`'s over `message`.
 * @param {Bytes} key
 * @param {Bytes} signature
 * @param {Bytes} message
 * @param {string} what
 */
export function verify(key, signature, message, what) {
  const isRight = signature.length === SIGNATURE && key.length === PUBLIC_KEY;
  if (!isRight || !ed25519.verify(signature, message, key, { zip215: false })) {
    throw new Malformed(`${what} does not verify`);
  }
}

/**
 * Refuses Ed25519 keys of small order and those not written in their one way.
 * @param {Bytes} raw
 * @param {string} what
 */
export function checkPublic(raw, what) {
  if (raw.length !== PUBLIC_KEY) {
    throw new Malformed(`${what} has ${raw.length} bytes, not ${PUBLIC_KEY}`);
  }
  if (pointOf(raw, what).isSmallOrder()) {
    throw new Malformed(`${what} is an Ed25519 key of small order`);
  }
  return raw;
}

/**
 * @param {Bytes} raw
 * @param {string} what
 */
function pointOf(raw, what) {
  try {
    return ed25519.Point.fromBytes(raw, false);
  } catch {
    throw new Malformed(`${what} is not a canonical Ed25519 key`);
  }
}

/**
 * The raw key of an Ed25519 SubjectPublicKeyInfo, checked.
 * @param {Bytes} spki
 * @param {string} what
 */
export function fromSpki(spki, what) {
  const [prefix, raw] = cut(spki, SPKI_PREFIX.length);
  if (spki.length !== SPKI || !same(prefix, SPKI_PREFIX)) {
    throw new Malformed(`${what} is not the DER SPKI of an Ed25519 key`);
  }
  return checkPublic(raw, what);
}
