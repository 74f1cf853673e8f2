/** @import { Bytes } from "./bytes.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Choices } from "./payloads.js" */
import { Malformed, compare, context, cut, join, same, uint16 } from "./bytes.js";
import { PUBLIC_KEY, SIGNATURE, publicOf, sign } from "./ed25519.js";
import { toBase64url } from "./encoding.js";
import { TOKEN_SIG, castMessage } from "./entries.js";
import { sha256 } from "./hashes.js";
import { EPH } from "./hpke.js";
import { canonical } from "./json.js";
import { MARK } from "./paper.js";
import { sealWith } from "./sealing.js";

export const PREFIX = 32;
export const SLOT = PUBLIC_KEY + SIGNATURE;

/**
 * What is written on one batch of paper: `clerks` are the two officers' keys, ascending.
 * @typedef {object} Header
 * @property {number} batch
 * @property {number} groupId
 * @property {number} count how many were sealed
 * @property {number} spoiled
 * @property {Bytes[]} clerks
 * @property {string} observer
 */

/** @typedef {{ clerk: Bytes, signature: Bytes }} Signed by one clerk */

/** @typedef {{ header: Header, signatures: Signed[], entries: Bytes[] }} Batch of paper, sealed */

/**
 * Each ballot sealed under a one-time key, which ends here; two clerks are to sign.
 *
 * The entries are sorted, so that nothing of the order of keying is left.
 * @param {Manifest} manifest
 * @param {Header} header
 * @param {Choices[]} ballots
 * @param {(length: number) => Bytes} random
 * @returns {Promise<Batch>}
 */
export async function sealBatch(manifest, header, ballots, random) {
  const entries = [];
  for (const choices of ballots) entries.push(await sealed(manifest, header, choices, random));
  return { header, signatures: [], entries: entries.sort(compare) };
}

/**
 * @param {Manifest} manifest
 * @param {Header} header
 * @param {Choices} choices
 * @param {(length: number) => Bytes} random
 */
async function sealed(manifest, { groupId, clerks }, choices, random) {
  const secret = random(PUBLIC_KEY);
  const tokenPk = publicOf(secret);
  const [ephB, ephA] = [random(EPH), random(EPH)];
  const { outer } = await sealWith(manifest, groupId, tokenPk, choices, { ephA, ephB });
  const slots = clerks.map((clerk) => join(clerk, new Uint8Array(SIGNATURE)));
  const head = join(uint16(groupId), random(PREFIX), tokenPk, new Uint8Array(MARK), ...slots);
  const message = castMessage(manifest.hash, groupId, await sha256(outer));
  const entry = join(head, outer, sign(secret, message));
  secret.fill(0);
  return entry;
}

/**
 * The batch with one clerk's signature under the header and under each entry.
 * @param {Batch} batch
 * @param {Bytes} manifestHash
 * @param {Bytes} secret
 * @returns {Promise<Batch>}
 */
export async function signBatch({ header, signatures, entries }, manifestHash, secret) {
  const clerk = publicOf(secret);
  if (!header.clerks.some((each) => same(each, clerk))) {
    throw new Malformed("this key is not one of the batch's two clerks");
  }
  const signature = sign(secret, await headerMessage(header, manifestHash));
  const others = signatures.filter((each) => !same(each.clerk, clerk));
  const signed = [];
  for (const entry of entries) signed.push(await signEntry(entry, manifestHash, clerk, secret));
  return { header, signatures: [...others, { clerk, signature }].sort(byClerk), entries: signed };
}

/**
 * C("batch", M, SHA-256(JCS(header))), what both clerks sign.
 * @param {Header} header
 * @param {Bytes} manifestHash
 */
export async function headerMessage(header, manifestHash) {
  return context("batch", manifestHash, await sha256(canonical(headerJson(header))));
}

/**
 * @param {Bytes} entry
 * @param {Bytes} manifestHash
 * @param {Bytes} clerk
 * @param {Bytes} secret
 */
async function signEntry(entry, manifestHash, clerk, secret) {
  const [group, prefix, tokenPk, tokenSig, rest] = cut(entry, 2, PREFIX, PUBLIC_KEY, TOKEN_SIG);
  const signature = sign(secret, await entryMessage(entry, manifestHash));
  const [mark, ...slots] = cut(tokenSig, MARK, SLOT);
  const filled = slots.map((slot) => {
    return same(slot.slice(0, PUBLIC_KEY), clerk) ? join(clerk, signature) : slot;
  });
  return join(group, prefix, tokenPk, mark, ...filled, rest);
}

/**
 * C("paper", M, G, prefix, token_pk, SHA-256(outer)), what both clerks sign under a ballot.
 * @param {Bytes} entry
 * @param {Bytes} manifestHash
 */
export async function entryMessage(entry, manifestHash) {
  const [group, prefix, tokenPk, , rest] = cut(entry, 2, PREFIX, PUBLIC_KEY, TOKEN_SIG);
  const named = [group, prefix, tokenPk, await sha256(rest.slice(0, -SIGNATURE))];
  return context("paper", manifestHash, ...named);
}

/**
 * @param {Signed} one
 * @param {Signed} other
 */
function byClerk(one, other) {
  return compare(one.clerk, other.clerk);
}

/**
 * A line of paper.jsonl, without its end.
 * @param {Batch} batch
 */
export function writeBatch({ header, signatures, entries }) {
  return canonical({
    header: headerJson(header),
    signatures: signatures.map(({ clerk, signature }) => {
      return { clerk: toBase64url(clerk), signature: toBase64url(signature) };
    }),
    entries: entries.map(toBase64url),
  });
}

/** @param {Header} header */
function headerJson({ batch, groupId, count, spoiled, clerks, observer }) {
  return { batch, group_id: groupId, count, spoiled, clerks: clerks.map(toBase64url), observer };
}
