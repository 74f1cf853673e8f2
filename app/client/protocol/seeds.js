/** @import { Bytes } from "./bytes.js" */
import { codeOf, secretOf } from "./codes.js";

export const SEED = 16;

/** @param {Bytes} manifestHash */
const kind = (manifestHash) => ({ label: "code", to: manifestHash, what: "the recovery code" });

/**
 * Eight groups of four: the seed and four bytes that tie it to its manifest.
 * @param {Bytes} seed
 * @param {Bytes} manifestHash
 */
export function recoveryCode(seed, manifestHash) {
  return codeOf(seed, kind(manifestHash));
}

/**
 * The seed of a recovery code of this election; a mistyped or foreign one is Malformed.
 * @param {string} code
 * @param {Bytes} manifestHash
 */
export function seedOfCode(code, manifestHash) {
  return secretOf(code, SEED, kind(manifestHash));
}
