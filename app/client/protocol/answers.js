/** @import { Bytes } from "./bytes.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { TokenSecrets } from "./tokens.js" */
import { Malformed, context, join, same, uint16 } from "./bytes.js";
import { SIGNATURE, sign, verify } from "./ed25519.js";
import { fromBase64url, toBase64url } from "./encoding.js";
import { castMessage } from "./entries.js";
import { SIGNATURE as BLIND_SIG } from "./issuer-key.js";
import { Fields, canonical, parseJson } from "./json.js";

const HASH = 32;

/**
 * Malformed unless the box says that the entry of `leafHash` is in it.
 * @param {Bytes} receipt leaf_hash || Ed25519(box_sk, C("receipt", M, leaf_hash)), 96 bytes
 * @param {Manifest} manifest
 * @param {Bytes} leafHash
 */
export function checkReceipt(receipt, manifest, leafHash) {
  if (receipt.length !== HASH + SIGNATURE || !same(leafOf(receipt), leafHash)) {
    throw new Malformed("the receipt is not for this entry");
  }
  const message = context("receipt", manifest.hash, leafHash);
  verify(manifest.boxPk, receipt.slice(HASH), message, "the receipt's signature");
}

/**
 * The leaf_hash that a receipt is for.
 * @param {Bytes} receipt
 */
export function leafOf(receipt) {
  return receipt.slice(0, HASH);
}

/**
 * The box's answer to a second entry under one token: what the first one was.
 * @param {Bytes} raw the body of the 409
 */
export function readSpent(raw) {
  const names = ["leaf_hash", "outer_sha256", "ballot_sig"];
  const of = new Fields(parseJson(raw, "the answer"), "the answer", ...names);
  return {
    leafHash: of.binary("leaf_hash", HASH),
    outerSha256: of.binary("outer_sha256", HASH),
    ballotSig: of.binary("ballot_sig", SIGNATURE),
  };
}

/**
 * Malformed unless the token itself signed what the box says it spent it on.
 * @param {ReturnType<typeof readSpent>} spent
 * @param {Bytes} manifestHash
 * @param {TokenSecrets} secrets
 */
export function checkSpent(spent, manifestHash, { groupId, tokenPk }) {
  const message = castMessage(manifestHash, groupId, spent.outerSha256);
  verify(tokenPk, spent.ballotSig, message, "ballot_sig of the spent token");
}

/**
 * G || token_pk || Ed25519(token_sk, C("status", M, G, token_pk)).
 * @param {Bytes} manifestHash
 * @param {TokenSecrets} secrets
 */
export function statusRequest(manifestHash, { groupId, tokenPk, tokenSk }) {
  const group = uint16(groupId);
  return join(group, tokenPk, sign(tokenSk, context("status", manifestHash, group, tokenPk)));
}

/**
 * The body of POST /issue: a blinded message for each of the member's groups, ascending.
 * @param {Map<number, Bytes>} blindedMsgs
 */
export function issueRequest(blindedMsgs) {
  const ascending = [...blindedMsgs].sort(([one], [other]) => one - other);
  const groups = ascending.map(([group_id, raw]) => ({ group_id, blinded_msg: toBase64url(raw) }));
  return canonical({ groups });
}

/**
 * blind_sig by group of the answer of POST /issue; Malformed unless for these groups, ascending.
 * @param {Bytes} raw
 * @param {number[]} groupIds
 */
export function readIssueAnswer(raw, groupIds) {
  const what = "the issue answer";
  const groups = new Fields(parseJson(raw, what), what, "groups").each("groups", (value, place) => {
    const of = new Fields(value, place, "group_id", "blind_sig");
    return /** @type {const} */ ([
      of.number("group_id", 1, 2 ** 16 - 1),
      of.binary("blind_sig", BLIND_SIG),
    ]);
  });
  if (groups.map(([groupId]) => groupId).join() !== groupIds.join()) {
    throw new Malformed("the issue answer is for other groups than were asked for");
  }
  return new Map(groups);
}

/**
 * A receipt as the box answers it.
 * @param {string} text
 */
export function readReceipt(text) {
  return fromBase64url(text, "the receipt");
}
