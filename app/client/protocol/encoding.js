/** @import { Bytes } from "./bytes.js" */
import { Malformed } from "./bytes.js";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** @type {Record<string, string>} */
const LOOKALIKES = { O: "0", I: "1", L: "1" };

/**
 * RFC 4648 section 5, without padding.
 * @param {Uint8Array} raw
 */
export function toBase64url(raw) {
  return toBase64(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/**
 * The one reading of canonical, unpadded base64url; everything else is Malformed.
 * @param {string} text
 * @param {string} what
 * @returns {Bytes}
 */
export function fromBase64url(text, what) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw new Malformed(`${what} is not base64url without padding`);
  }
  const raw = decoded(text.replace(/-/g, "+").replace(/_/g, "/"));
  if (toBase64url(raw) !== text) {
    throw new Malformed(`${what} is not canonical base64url: its unused last bits are not zero`);
  }
  return raw;
}

/**
 * RFC 4648 section 4, padded, as signed notes have it.
 * @param {Uint8Array} raw
 */
export function toBase64(raw) {
  return btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * The one reading of canonical, padded base64.
 * @param {string} text
 * @param {string} what
 * @returns {Bytes}
 */
export function fromBase64(text, what) {
  const isBase64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  if (!isBase64) throw new Malformed(`${what} is not base64`);
  const raw = decoded(text);
  if (toBase64(raw) !== text) throw new Malformed(`${what} is not canonical base64`);
  return raw;
}

/** @param {string} text */
function decoded(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/**
 * Crockford base32 in groups of four, for people to copy by hand; last bits zero.
 * @param {Uint8Array} raw
 */
export function toCrockford(raw) {
  const bits = Array.from(raw, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const digits = bits.match(/.{1,5}/g) ?? [];
  const text = digits.map((five) => CROCKFORD[parseInt(five.padEnd(5, "0"), 2)]).join("");
  return (text.match(/.{1,4}/g) ?? []).join("-");
}

/**
 * The digits that somebody typed; case, hyphens, spaces and O, I, L for 0, 1, 1 are forgiven.
 * @param {string} text
 */
export function digitsOf(text) {
  const plain = text.replace(/[\s-]/g, "").toUpperCase();
  return Array.from(plain, (digit) => LOOKALIKES[digit] ?? digit);
}

/**
 * Exactly `length` bytes, typed with all that is forgiven.
 * @param {string} text
 * @param {number} length
 * @param {string} what
 * @returns {Bytes}
 */
export function fromCrockford(text, length, what) {
  const digits = digitsOf(text);
  const expected = Math.ceil((length * 8) / 5);
  if (digits.length !== expected) {
    throw new Malformed(`${what} has ${digits.length} characters, not ${expected}`);
  }
  const foreign = digits.find((digit) => !CROCKFORD.includes(digit));
  if (foreign !== undefined) {
    throw new Malformed(`${what} has the character '${foreign}', which no code has`);
  }
  const values = digits.map((digit) => CROCKFORD.indexOf(digit));
  const bits = values.map((value) => value.toString(2).padStart(5, "0")).join("");
  if (bits.slice(length * 8).includes("1")) {
    throw new Malformed(`${what} ends in a character that no code of its length ends in`);
  }
  const bytes = bits.slice(0, length * 8).match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (eight) => parseInt(eight, 2));
}
