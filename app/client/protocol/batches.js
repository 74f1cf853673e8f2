/** @import { Bytes } from "./bytes.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Choices } from "./payloads.js" */
import { Malformed, compare, context, cut, join, same, uint16 } from "./bytes.js";
import { PUBLIC_KEY, SIGNATURE, publicOf, sign } from "./ed25519.js";
import { fromBase64url, toBase64url } from "./encoding.js";
import { TOKEN_SIG, castMessage, entryLength } from "./entries.js";
import { sha256 } from "./hashes.js";
import { EPH } from "./hpke.js";
import { Fields, canonical, parseCanonical } from "./json.js";
import { groupOf } from "./manifest.js";
import { MARK, isPaper } from "./paper.js";
import { sealWith } from "./sealing.js";

const LARGEST_COUNT = 10_000_000;
const PREFIX = 32;
const SLOT = PUBLIC_KEY + SIGNATURE;
const HEADER = ["batch", "group_id", "count", "spoiled", "clerks", "observer"];

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
  const outer = rest.slice(0, -SIGNATURE);
  const named = [group, prefix, tokenPk, await sha256(outer)];
  const signature = sign(secret, context("paper", manifestHash, ...named));
  const [mark, ...slots] = cut(tokenSig, MARK, SLOT);
  const filled = slots.map((slot) => {
    return same(slot.slice(0, PUBLIC_KEY), clerk) ? join(clerk, signature) : slot;
  });
  return join(group, prefix, tokenPk, mark, ...filled, rest);
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

/**
 * The batch of exactly these canonical bytes, in whose signatures nobody trusts yet.
 * @param {Bytes} raw
 * @param {Manifest} manifest
 * @returns {Batch}
 */
export function readBatch(raw, manifest) {
  const what = "the batch";
  const of = new Fields(parseCanonical(raw, what), what, "header", "signatures", "entries");
  const header = readHeader(of.members["header"], `${what}, header`);
  groupOf(manifest, header.groupId);
  const entries = of.items("entries").map((each) => entryOf(each, header, manifest));
  if (entries.length !== header.count) {
    throw new Malformed(`the batch holds ${entries.length} ballots, not ${header.count}`);
  }
  const signatures = of.each("signatures", (value, place) => {
    const each = new Fields(value, place, "clerk", "signature");
    const signature = each.binary("signature", SIGNATURE);
    return { clerk: each.binary("clerk", PUBLIC_KEY), signature };
  });
  return { header, signatures, entries };
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {Header}
 */
export function readHeader(value, place) {
  const of = new Fields(value, place, ...HEADER);
  const clerks = of.each("clerks", keyOf);
  if (clerks.length !== 2 || compare(clerks[0], clerks[1]) >= 0) {
    throw new Malformed(`clerks of ${place} must be two keys, ascending`);
  }
  return {
    batch: of.number("batch", 1, LARGEST_COUNT),
    groupId: of.number("group_id", 1, 2 ** 16 - 1),
    count: of.number("count", 0, LARGEST_COUNT),
    spoiled: of.number("spoiled", 0, LARGEST_COUNT),
    clerks,
    observer: of.text("observer"),
  };
}

/**
 * @param {unknown} value
 * @param {string} place
 */
function keyOf(value, place) {
  const key = typeof value === "string" ? fromBase64url(value, place) : new Uint8Array(0);
  if (key.length !== PUBLIC_KEY) throw new Malformed(`${place} is not a key`);
  return key;
}

/**
 * @param {unknown} value
 * @param {Header} header
 * @param {Manifest} manifest
 */
function entryOf(value, { groupId, clerks }, manifest) {
  const entry = typeof value === "string" ? fromBase64url(value, "an entry") : new Uint8Array(0);
  const slots = entry.subarray(2 + PREFIX + PUBLIC_KEY + MARK);
  const isOfClerks = clerks.every((clerk, at) => {
    return same(slots.subarray(at * SLOT, at * SLOT + PUBLIC_KEY), clerk);
  });
  const isRight = entry.length === entryLength(manifest.padLen) && isPaper(entry) && isOfClerks;
  if (!isRight || !same(entry.subarray(0, 2), uint16(groupId))) {
    throw new Malformed("the batch holds a ballot of another group or of other clerks");
  }
  return entry;
}
