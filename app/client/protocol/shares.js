/** @import { Bytes } from "./bytes.js" */
import { Malformed, context, cut, join, same } from "./bytes.js";
import { fromCrockford, toCrockford } from "./encoding.js";
import { hmac256, sha256 } from "./hashes.js";
import { deriveKeyPair } from "./hpke.js";

export const SECRET = 32;
const POLYNOMIAL = 0x11b;
const VERSION = 1;
const ELECTION = 4;
const CHECK = 4;
const LENGTH = 1 + ELECTION + 3 + SECRET + CHECK;

/**
 * One trustee's point of the opening secret: any t of n give it, fewer nothing.
 * @typedef {object} Share
 * @property {Bytes} election election_id[0:4]
 * @property {number} x
 * @property {number} t
 * @property {number} n
 * @property {Bytes} y
 */

/**
 * The raw X25519 keys that K gives.
 * @typedef {object} OpeningKeys
 * @property {Bytes} aSecret
 * @property {Bytes} aPublic
 * @property {Bytes} bSecret
 * @property {Bytes} bPublic
 */

/**
 * Product in GF(2^8) modulo 0x11b.
 * @param {number} one
 * @param {number} other
 */
function times(one, other) {
  let product = 0;
  for (; other; other >>= 1) {
    if (other & 1) product ^= one;
    one = (one << 1) ^ (one & 0x80 ? POLYNOMIAL : 0);
  }
  return product;
}

/**
 * number^254, the inverse of every number but 0.
 * @param {number} number
 */
function inverse(number) {
  return Array.from({ length: 254 }, () => number).reduce(times);
}

/**
 * The share as it is printed: Crockford base32, the last four bytes a checksum.
 * @param {Share} share
 */
export async function codeOf({ election, x, t, n, y }) {
  const raw = join(Uint8Array.of(VERSION), election, Uint8Array.of(x, t, n), y);
  return toCrockford(join(raw, await checksum(raw)));
}

/**
 * The share that was typed back; Malformed says a mistyped one is mistyped.
 * @param {string} code
 * @returns {Promise<Share>}
 */
export async function readShare(code) {
  const raw = fromCrockford(code, LENGTH, "the share");
  const [version, election, numbers, y, check] = cut(raw, 1, ELECTION, 3, SECRET);
  if (!same(check, await checksum(raw.slice(0, -CHECK)))) {
    throw new Malformed("the share is mistyped: its last characters do not fit the others");
  }
  const [x, t, n] = numbers;
  if (version[0] !== VERSION || t < 2 || t >= n || x < 1 || x > n) {
    throw new Malformed("the share is not one of this protocol");
  }
  return { election, x, t, n, y };
}

/** @param {Bytes} raw */
async function checksum(raw) {
  return (await sha256(raw)).slice(0, CHECK);
}

/**
 * Malformed unless t of n can be dealt.
 * @param {number} t
 * @param {number} n
 */
export function checkNumbers(t, n) {
  if (!(t >= 2 && t < n && n <= 255)) {
    throw new Malformed(
      "t and n must hold 2 <= t < n <= 255, so that one lost share loses nothing",
    );
  }
}

/**
 * All n shares of K; `coefficients` are (t - 1) * 32 fresh random bytes, never used again.
 * @param {Bytes} secret
 * @param {Bytes} electionId
 * @param {{ t: number, n: number }} numbers
 * @param {Bytes} coefficients
 * @returns {Share[]}
 */
export function deal(secret, electionId, { t, n }, coefficients) {
  checkNumbers(t, n);
  if (secret.length !== SECRET || coefficients.length !== (t - 1) * SECRET) {
    throw new Malformed(`dealing takes a secret of ${SECRET} bytes and as many for each of t - 1`);
  }
  const coefficient = (/** @type {number} */ at) =>
    coefficients.subarray(at * SECRET, (at + 1) * SECRET);
  const highestFirst = [...Array.from({ length: t - 1 }, (_, at) => coefficient(at)), secret];
  const election = electionId.slice(0, ELECTION);
  return Array.from({ length: n }, (_, at) => {
    return { election, x: at + 1, t, n, y: evaluate(highestFirst, at + 1) };
  });
}

/**
 * Horner's rule, for each of the 32 bytes.
 * @param {Bytes[]} highestFirst
 * @param {number} x
 */
function evaluate(highestFirst, x) {
  return highestFirst.reduce(
    (y, coefficient) => y.map((each, at) => times(each, x) ^ coefficient[at]),
    new Uint8Array(SECRET),
  );
}

/**
 * K from at least t shares of one dealing; Malformed when they disagree or are too few.
 * @param {Share[]} shares
 * @param {Bytes} electionId
 */
export function combine(shares, electionId) {
  const [first] = shares;
  checkOneDealing(shares, electionId);
  const [points, others] = [shares.slice(0, first.t), shares.slice(first.t)];
  if (points.length < first.t) {
    throw new Malformed(`the opening takes ${first.t} shares, and ${shares.length} were given`);
  }
  if (others.some(({ x, y }) => !same(interpolate(points, x), y))) {
    throw new Malformed("the shares do not agree with one another");
  }
  return interpolate(points, 0);
}

/**
 * Malformed unless the shares are different ones of one dealing for this election.
 * @param {Share[]} shares
 * @param {Bytes} electionId
 */
export function checkOneDealing(shares, electionId) {
  const dealings = new Set(shares.map(({ election, t, n }) => `${election}/${t}/${n}`));
  if (dealings.size !== 1) throw new Malformed("the shares are not of one dealing");
  if (!same(shares[0].election, electionId.slice(0, ELECTION))) {
    throw new Malformed("the shares belong to another election");
  }
  if (new Set(shares.map(({ x }) => x)).size !== shares.length) {
    throw new Malformed("a share was given twice");
  }
}

/**
 * The value at `at` of the polynomial through `points` (Lagrange).
 * @param {Share[]} points
 * @param {number} at
 */
function interpolate(points, at) {
  const value = new Uint8Array(SECRET);
  for (const point of points) {
    const rest = points.map(({ x }) => x).filter((x) => x !== point.x);
    const above = rest.map((x) => at ^ x).reduce(times, 1);
    const below = rest.map((x) => point.x ^ x).reduce(times, 1);
    const weight = times(above, inverse(below));
    point.y.forEach((each, byte) => (value[byte] ^= times(each, weight)));
  }
  return value;
}

/**
 * skA and skB of K, each DeriveKeyPair(HKDF-SHA-256(K, C("key-A" or "key-B", election_id))).
 * @param {Bytes} secret
 * @param {Bytes} electionId
 * @returns {Promise<OpeningKeys>}
 */
export async function openingKeys(secret, electionId) {
  const a = await keyPair(secret, "key-A", electionId);
  const b = await keyPair(secret, "key-B", electionId);
  return { aSecret: a.secret, aPublic: a.public, bSecret: b.secret, bPublic: b.public };
}

/**
 * @param {Bytes} secret
 * @param {string} label
 * @param {Bytes} electionId
 */
async function keyPair(secret, label, electionId) {
  const prk = await hmac256(new Uint8Array(0), secret); // HKDF of RFC 5869, one block
  const info = context(label, electionId);
  return deriveKeyPair(await hmac256(prk, join(info, Uint8Array.of(1))));
}
