/** @import { Bytes } from "./bytes.js" */
/** @import { BoardEntry } from "./closed-board.js" */
/** @import { Manifest } from "./manifest.js" */
import { Malformed, compare, context, cut, same, uint16 } from "./bytes.js";
import { PUBLIC_KEY, SIGNATURE, checkPublic, verify } from "./ed25519.js";
import { sha256 } from "./hashes.js";
import { groupOf } from "./manifest.js";

export const MARK = 192; // zeros that begin what two clerks' signatures fill instead of a token_sig
const TOKEN_SIG_AT = 2 + 32 + 32; // G || prefix || token_pk

/**
 * Whether two clerks signed an entry, which no number below an issuer key's modulus begins.
 * @param {Bytes} entry
 */
export function isPaper(entry) {
  return isMarked(entry.subarray(TOKEN_SIG_AT));
}

/** @param {Bytes} tokenSig */
export function isMarked(tokenSig) {
  return tokenSig.subarray(0, MARK).every((byte) => byte === 0);
}

/**
 * Malformed unless two officers signed this paper ballot, and its key is a proper one.
 * @param {Manifest} manifest
 * @param {BoardEntry} entry
 */
export async function checkPaper(manifest, { groupId, prefix, tokenPk, tokenSig, outer }) {
  groupOf(manifest, groupId);
  checkPublic(tokenPk, "token_pk");
  const [, ...parts] = cut(tokenSig, MARK, PUBLIC_KEY, SIGNATURE, PUBLIC_KEY);
  const [one, ofOne, other, ofOther] = parts;
  const isOfficer = (/** @type {Bytes} */ key) => manifest.officers.some((each) => same(each, key));
  if (compare(one, other) >= 0 || !isOfficer(one) || !isOfficer(other)) {
    throw new Malformed("a paper ballot is not signed by two officers of the manifest");
  }
  const named = [uint16(groupId), prefix, tokenPk, await sha256(outer)];
  const message = context("paper", manifest.hash, ...named);
  verify(one, ofOne, message, "a clerk's signature under a paper ballot");
  verify(other, ofOther, message, "a clerk's signature under a paper ballot");
}
