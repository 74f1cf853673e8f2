/** @import { Bytes } from "./bytes.js" */
import { Malformed, fromHex, join, same } from "./bytes.js";
import { primesBelow, toBytes, toNumber } from "./numbers.js";

export const SIGNATURE = 384;
export const EXPONENT = 65537n;
// The DER of an RSA key of exactly 3072 bits with e = 65537 has one form, and n stands between.
const BEFORE = fromHex("308201a2300d06092a864886f70d01010105000382018f003082018a0282018100", "DER");
const AFTER = fromHex("0203010001", "DER");

/**
 * A group's public key, proved to be the protocol's: 3072 bits, e 65537, no small factor.
 * @typedef {{ spki: Bytes, n: bigint }} IssuerKey
 */

/**
 * Reads and checks the DER SPKI of an issuer key.
 * @param {Bytes} spki
 * @returns {IssuerKey}
 */
export function issuerKey(spki) {
  const modulus = spki.slice(BEFORE.length, -AFTER.length);
  const isRight = modulus.length === SIGNATURE && modulus[0] >= 0x80;
  if (!isRight || !same(join(BEFORE, modulus, AFTER), spki)) {
    throw new Malformed("the issuer key is not the DER SPKI of 3072 bits and the exponent 65537");
  }
  const n = toNumber(modulus);
  if (primesBelow(Number(EXPONENT)).some((prime) => n % BigInt(prime) === 0n)) {
    throw new Malformed("the issuer key has a prime factor below 65537");
  }
  return { spki, n };
}

/**
 * The DER SPKI of a modulus of 3072 bits.
 * @param {bigint} n
 */
export function issuerSpki(n) {
  return join(BEFORE, toBytes(n, SIGNATURE), AFTER);
}
