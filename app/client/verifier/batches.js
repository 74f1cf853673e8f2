/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { Evidence } from "./evidence.js" */
import { Malformed, context, join, same } from "../protocol/bytes.js";
import { PUBLIC_KEY } from "../protocol/ed25519.js";
import { fromBase64url } from "../protocol/encoding.js";
import { sha256 } from "../protocol/hashes.js";
import { Fields, canonical, parseCanonical } from "../protocol/json.js";
import { groupOf } from "../protocol/manifest.js";
import { checkSigned } from "./amendments.js";

const LARGEST_COUNT = 10_000_000;
const NAMES = ["batch", "group_id", "count", "spoiled", "clerks", "observer"];

/** @typedef {{ groupId: number, count: number, spoiled: number }} Batch of paper, by its header */

/**
 * The headers of paper/N.json in order; Malformed unless its two clerks signed each of them.
 * @param {Evidence} evidence
 * @param {Manifest} manifest
 * @returns {Promise<Batch[]>}
 */
export async function batchesOf(evidence, manifest) {
  const batches = [];
  for (let number = 1; number <= evidence.batches; number++) {
    batches.push(await batchOf(evidence, manifest, number));
  }
  return batches;
}

/**
 * @param {Evidence} evidence
 * @param {Manifest} manifest
 * @param {number} number
 */
async function batchOf(evidence, manifest, number) {
  const what = `paper/${number}.json`;
  const signed = new Fields(
    parseCanonical(evidence.file(what), what),
    what,
    "header",
    "signatures",
  );
  const header = signed.members["header"];
  const of = new Fields(header, `${what}, header`, ...NAMES);
  const message = context("batch", manifest.hash, await sha256(canonical(header)));
  const signers = checkSigned(signed, manifest, message, "clerk");
  if (!same(join(...signers), join(...of.each("clerks", clerkOf))) || signers.length !== 2) {
    throw new Malformed(`${what} is not signed by its two clerks`);
  }
  if (of.number("batch", 1, LARGEST_COUNT) !== number) {
    throw new Malformed("the paper batches are not numbered from 1, in order");
  }
  of.text("observer");
  const groupId = groupOf(manifest, of.number("group_id", 1, 2 ** 16 - 1)).groupId;
  const [count, spoiled] = ["count", "spoiled"].map((name) => of.number(name, 0, LARGEST_COUNT));
  return { groupId, count, spoiled };
}

/**
 * @param {unknown} value
 * @param {string} place
 */
function clerkOf(value, place) {
  const key = typeof value === "string" ? fromBase64url(value, place) : new Uint8Array(0);
  if (key.length !== PUBLIC_KEY) throw new Malformed(`${place} is not a key`);
  return key;
}
