/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

export const PROTOCOL = "tellers/1";

/** Bytes that are not what the protocol says they are: one sentence, never repaired. */
export class Malformed extends Error {}

/**
 * One after the other.
 * @param {...Uint8Array} parts
 * @returns {Bytes}
 */
export function join(...parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/**
 * `raw` cut into parts of these lengths and what remains.
 * @param {Bytes} raw
 * @param {...number} lengths
 */
export function cut(raw, ...lengths) {
  let at = 0;
  const parts = lengths.map((length) => raw.slice(at, (at += length)));
  return [...parts, raw.slice(at)];
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function same(one, other) {
  return compare(one, other) === 0;
}

/**
 * Bytewise order: negative, zero or positive, as sorting wants it.
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function compare(one, other) {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at++) {
    if (one[at] !== other[at]) return one[at] - other[at];
  }
  return one.length - other.length;
}

/**
 * @param {string} text
 * @returns {Bytes}
 */
export function utf8(text) {
  return join(new TextEncoder().encode(text));
}

/**
 * Two bytes, big-endian.
 * @param {number} number
 */
export function uint16(number) {
  return Uint8Array.of(number >> 8, number & 0xff);
}

/**
 * Four bytes, big-endian.
 * @param {number} number
 */
export function uint32(number) {
  return join(uint16(Math.floor(number / 2 ** 16)), uint16(number & 0xffff));
}

/**
 * C(label, x...): what is signed, hashed or bound, set apart from every other use.
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export function context(label, ...parts) {
  return join(utf8(`${PROTOCOL}|${label}|`), ...parts);
}

/** @param {Uint8Array} raw */
export function toHex(raw) {
  return Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A digest for people to read out and compare: hexadecimal in groups of four.
 * @param {Uint8Array} digest
 */
export function inGroups(digest) {
  return toHex(digest).replace(/.{4}(?=.)/g, "$& ");
}

/**
 * @param {string} text
 * @param {string} what
 * @returns {Bytes}
 */
export function fromHex(text, what) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Malformed(`${what} is not hexadecimal`);
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
