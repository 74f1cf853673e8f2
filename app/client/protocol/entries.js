/** @import { Bytes } from "./bytes.js" */
/** @import { TokenSecrets } from "./tokens.js" */
import { context, cut, join, uint16 } from "./bytes.js";
import { sign } from "./ed25519.js";
import { sha256 } from "./hashes.js";
import { leafHash } from "./board.js";

export const TOKEN_SIG = 384;
export const BALLOT_SIG = 64;
const BEFORE_OUTER = 2 + 32 + 32 + TOKEN_SIG; // G, prefix, token_pk, token_sig

/**
 * pad_len + 674: every entry of an election has this one length.
 * @param {number} padLen
 */
export function entryLength(padLen) {
  return BEFORE_OUTER + padLen + 160 + BALLOT_SIG;
}

/**
 * The finished entry: only now, on "cast", is ballot_sig made.
 * @param {Bytes} manifestHash
 * @param {TokenSecrets} secrets
 * @param {Bytes} tokenSig
 * @param {Bytes} outer
 */
export async function signEntry(manifestHash, secrets, tokenSig, outer) {
  const message = castMessage(manifestHash, secrets.groupId, await sha256(outer));
  const head = join(uint16(secrets.groupId), secrets.prefix, secrets.tokenPk, tokenSig);
  return join(head, outer, sign(secrets.tokenSk, message));
}

/**
 * What the box tells of an entry it holds.
 * @param {Bytes} entry
 */
export async function fingerprintOf(entry) {
  const [, rest] = cut(entry, BEFORE_OUTER);
  const [outer, ballotSig] = cut(rest, rest.length - BALLOT_SIG);
  return { leafHash: await leafHash(entry), outerSha256: await sha256(outer), ballotSig };
}

/**
 * C("cast", M, G, SHA-256(outer)), what ballot_sig signs.
 * @param {Bytes} manifestHash
 * @param {number} groupId
 * @param {Bytes} outerSha256
 */
export function castMessage(manifestHash, groupId, outerSha256) {
  return context("cast", manifestHash, uint16(groupId), outerSha256);
}
