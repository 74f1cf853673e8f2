/** @import { Bytes } from "./bytes.js" */
/** @import { Batch, Header, Signed } from "./batches.js" */
/** @import { Manifest } from "./manifest.js" */
import { PREFIX, SLOT, entryMessage, headerMessage } from "./batches.js";
import { Malformed, compare, same, uint16 } from "./bytes.js";
import { LARGEST_COUNT } from "./contests.js";
import { PUBLIC_KEY, SIGNATURE, verify } from "./ed25519.js";
import { fromBase64url } from "./encoding.js";
import { entryLength } from "./entries.js";
import { Fields, parseCanonical } from "./json.js";
import { groupOf } from "./manifest.js";
import { MARK, isPaper } from "./paper.js";

const HEADER = ["batch", "group_id", "count", "spoiled", "clerks", "observer"];
const MARK_AT = 2 + PREFIX + PUBLIC_KEY; // G || prefix || token_pk

/**
 * The batch of exactly these canonical bytes; whoever it says has signed it did so throughout.
 * @param {Bytes} raw
 * @param {Manifest} manifest
 * @returns {Promise<Batch>}
 */
export async function readBatch(raw, manifest) {
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
  const batch = { header, signatures, entries };
  checkClerks(batch, manifest);
  for (const signed of signatures) await checkSigned(batch, signed, manifest.hash);
  return batch;
}

/**
 * Malformed unless the clerks are officers, and those who signed are of them, each once.
 * @param {Batch} batch
 * @param {Manifest} manifest
 */
function checkClerks({ header: { clerks }, signatures }, { officers }) {
  if (clerks.some((clerk) => !officers.some((officer) => same(officer, clerk)))) {
    throw new Malformed("the batch: a clerk is no officer of the manifest");
  }
  const places = signatures.map(({ clerk }) => clerks.findIndex((each) => same(each, clerk)));
  if (places.some((place, at) => place <= (places[at - 1] ?? -1))) {
    throw new Malformed("the batch's signatures are not those of its clerks in order, each once");
  }
}

/**
 * Malformed unless the clerk signed the header and every entry.
 * @param {Batch} batch
 * @param {Signed} signed
 * @param {Bytes} manifestHash
 */
async function checkSigned({ header, entries }, { clerk, signature }, manifestHash) {
  const message = await headerMessage(header, manifestHash);
  verify(clerk, signature, message, "the batch: a clerk's signature");
  const slot = MARK_AT + MARK + header.clerks.findIndex((each) => same(each, clerk)) * SLOT;
  for (const entry of entries) {
    const ofClerk = entry.slice(slot + PUBLIC_KEY, slot + SLOT);
    const said = await entryMessage(entry, manifestHash);
    verify(clerk, ofClerk, said, "the batch: a clerk's signature under a ballot");
  }
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
  const slots = entry.subarray(MARK_AT + MARK);
  const isOfClerks = clerks.every((clerk, at) => {
    return same(slots.subarray(at * SLOT, at * SLOT + PUBLIC_KEY), clerk);
  });
  const isRight = entry.length === entryLength(manifest.padLen) && isPaper(entry) && isOfClerks;
  if (!isRight || !same(entry.subarray(0, 2), uint16(groupId))) {
    throw new Malformed("the batch holds a ballot of another group or of other clerks");
  }
  return entry;
}
