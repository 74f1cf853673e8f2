/** @import { Bytes } from "./bytes.js" */
/** @import { IssuerKey } from "./issuer-key.js" */
import { Malformed, context, cut, join, uint16 } from "./bytes.js";
import { publicOf } from "./ed25519.js";
import { hkdf512, sha256, sha384 } from "./hashes.js";
import { EXPONENT } from "./issuer-key.js";
import { euclid, power, toBytes, toNumber } from "./numbers.js";

const SALT = 48;
const DIGEST = 48; // of SHA-384
const PSS = { name: "RSA-PSS", hash: "SHA-384", saltLength: SALT };

/**
 * All that one seed gives for one group, before and after the registrar signs.
 * @typedef {object} TokenSecrets
 * @property {number} groupId
 * @property {Bytes} tokenSk
 * @property {Bytes} tokenPk
 * @property {Bytes} prefix
 * @property {Bytes} salt
 * @property {bigint} r
 */

/**
 * The token of a member's seed for one group: the same on every device, for ever.
 * @param {Bytes} seed
 * @param {Bytes} manifestHash
 * @param {number} groupId
 * @param {IssuerKey} key
 * @returns {Promise<TokenSecrets>}
 */
export async function derive(seed, manifestHash, groupId, key) {
  const okm = await hkdf512(seed, context("issue", manifestHash, uint16(groupId)), 512);
  const [tokenSk, prefix, salt, rest] = cut(okm, 32, 32, SALT);
  const r = 1n + (toNumber(rest) % (key.n - 1n));
  return { groupId, tokenSk, tokenPk: publicOf(tokenSk), prefix, salt, r };
}

/**
 * blinded_msg of RFC 9474, 384 bytes; a message or r not coprime to n is Malformed.
 * @param {TokenSecrets} secrets
 * @param {IssuerKey} key
 */
export function blind(secrets, key) {
  return blinded(join(secrets.prefix, secrets.tokenPk), secrets.salt, secrets.r, key.n);
}

/**
 * token_sig: unblinded and verified; one that fails is an alarm, so Malformed.
 * @param {TokenSecrets} secrets
 * @param {IssuerKey} key
 * @param {Bytes} blindSig
 */
export async function finalize(secrets, key, blindSig) {
  const tokenSig = unblinded(blindSig, secrets.r, key.n);
  await verifyTokenSig(key, secrets, tokenSig);
  return tokenSig;
}

/**
 * RSASSA-PSS, SHA-384, salt 48, over prefix || token_pk; Malformed when it fails.
 * @param {IssuerKey} key
 * @param {{ prefix: Bytes, tokenPk: Bytes }} token
 * @param {Bytes} tokenSig
 */
export async function verifyTokenSig(key, { prefix, tokenPk }, tokenSig) {
  const rsa = await crypto.subtle.importKey("spki", key.spki, PSS, false, ["verify"]);
  if (!(await crypto.subtle.verify(PSS, rsa, tokenSig, join(prefix, tokenPk)))) {
    throw new Malformed("token_sig does not verify under the group's issuer key");
  }
}

/**
 * Blind of RFC 9474 section 4.2 with the salt and r given.
 * @param {Bytes} message
 * @param {Bytes} salt
 * @param {bigint} r
 * @param {bigint} n
 */
export async function blinded(message, salt, r, n) {
  const encoded = toNumber(await pssEncode(message, salt, n.toString(2).length - 1));
  if (euclid(encoded, n).divisor !== 1n || euclid(r, n).divisor !== 1n) {
    throw new Malformed("the issuer key has a factor in common with the message or r");
  }
  return toBytes((encoded * power(r, EXPONENT, n)) % n, widthOf(n));
}

/**
 * Finalize of RFC 9474 section 4.4, without its verification.
 * @param {Bytes} blindSig
 * @param {bigint} r
 * @param {bigint} n
 */
export function unblinded(blindSig, r, n) {
  const signed = toNumber(blindSig);
  if (blindSig.length !== widthOf(n) || signed >= n) {
    throw new Malformed("blind_sig is not a number below the issuer key's modulus");
  }
  return toBytes((signed * euclid(r, n).inverse) % n, widthOf(n));
}

/** @param {bigint} n */
function widthOf(n) {
  return Math.ceil(n.toString(16).length / 2);
}

/**
 * EMSA-PSS-ENCODE of RFC 8017 section 9.1.1 with SHA-384 and MGF1-SHA-384.
 * @param {Bytes} message
 * @param {Bytes} salt
 * @param {number} bits
 */
async function pssEncode(message, salt, bits) {
  const length = Math.ceil(bits / 8);
  const digest = await sha384(join(new Uint8Array(8), await sha384(message), salt));
  const zeros = new Uint8Array(length - SALT - DIGEST - 2);
  const block = join(zeros, Uint8Array.of(1), salt);
  const mask = await mgf1(digest, block.length);
  const masked = block.map((byte, at) => byte ^ mask[at]);
  masked[0] = masked[0] & (0xff >> (8 * length - bits));
  return join(masked, digest, Uint8Array.of(0xbc));
}

/**
 * @param {Bytes} seed
 * @param {number} length
 */
async function mgf1(seed, length) {
  const rounds = Array.from({ length: Math.ceil(length / DIGEST) }, (_, at) =>
    toBytes(BigInt(at), 4),
  );
  const blocks = await Promise.all(rounds.map((round) => sha384(join(seed, round))));
  return join(...blocks).slice(0, length);
}

/**
 * SHA-256 over G || blinded_msg of every group, ascending: the one request of a member.
 * @param {Map<number, Bytes>} blindedMsgs
 */
export function reqHash(blindedMsgs) {
  const ascending = [...blindedMsgs].sort(([one], [other]) => one - other);
  return sha256(join(...ascending.flatMap(([groupId, raw]) => [uint16(groupId), raw])));
}
