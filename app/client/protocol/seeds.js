/** @import { Bytes } from "./bytes.js" */
import { Malformed, context, cut, join, same } from "./bytes.js";
import { fromCrockford, toCrockford } from "./encoding.js";
import { sha256 } from "./hashes.js";

export const SEED = 16;
const CHECK = 4;

/**
 * Eight groups of four: the seed and four bytes that tie it to its manifest.
 * @param {Bytes} seed
 * @param {Bytes} manifestHash
 */
export async function recoveryCode(seed, manifestHash) {
  return toCrockford(join(seed, await checkOf(seed, manifestHash)));
}

/**
 * The seed of a recovery code of this election; a mistyped or foreign one is Malformed.
 * @param {string} code
 * @param {Bytes} manifestHash
 */
export async function seedOfCode(code, manifestHash) {
  const raw = fromCrockford(code, SEED + CHECK, "the recovery code");
  const [seed, check] = cut(raw, SEED);
  if (!same(check, await checkOf(seed, manifestHash))) {
    throw new Malformed("the recovery code is mistyped or belongs to another election");
  }
  return seed;
}

/**
 * @param {Bytes} seed
 * @param {Bytes} manifestHash
 */
async function checkOf(seed, manifestHash) {
  return (await sha256(context("code", manifestHash, seed))).slice(0, CHECK);
}
