/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { Signed } from "./amendments.js" */
/** @import { Evidence } from "./evidence.js" */
import { Malformed, compare, context, join, same } from "../protocol/bytes.js";
import { PUBLIC_KEY, verify } from "../protocol/ed25519.js";
import { fromBase64url } from "../protocol/encoding.js";
import { sha256 } from "../protocol/hashes.js";
import { Fields, canonical, parseCanonical } from "../protocol/json.js";
import { groupOf } from "../protocol/manifest.js";
import { signaturesOf } from "./amendments.js";

const CLERKS = 2;
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
  const file = `paper/${number}.json`;
  const signed = new Fields(parseCanonical(evidence.file(file), file), file, "header", "signatures");
  const of = new Fields(signed.members["header"], file, ...NAMES);
  const clerks = of.each("clerks", clerkOf);
  if (clerks.length !== CLERKS || compare(clerks[0], clerks[1]) >= 0) {
    throw new Malformed(`clerks of ${file} must be two keys, ascending`);
  }
  if (of.number("batch", 1, LARGEST_COUNT) !== number) {
    throw new Malformed("the paper batches are not numbered from 1, in order");
  }
  of.text("observer");
  const groupId = groupOf(manifest, of.number("group_id", 1, 2 ** 16 - 1)).groupId;
  const [count, spoiled] = ["count", "spoiled"].map((name) => of.number(name, 0, LARGEST_COUNT));
  const message = context("batch", manifest.hash, await sha256(canonical(of.members)));
  const { officers } = manifest;
  const what = `paper batch ${number}`;
  checkClerks(signaturesOf(signed, "clerk"), { clerks, message, officers, what });
  return { groupId, count, spoiled };
}

/**
 * Malformed unless both clerks, who are officers, signed the header.
 * @param {Signed[]} signatures
 * @param {{ clerks: Bytes[], message: Bytes, officers: Bytes[], what: string }} header
 */
function checkClerks(signatures, { clerks, message, officers, what }) {
  if (clerks.some((clerk) => !officers.some((officer) => same(officer, clerk)))) {
    throw new Malformed(`${what}: a clerk is no officer of the manifest`);
  }
  if (!same(join(...signatures.map(({ key }) => key)), join(...clerks))) {
    throw new Malformed(`${what} is not signed by its two clerks`);
  }
  for (const { key, signature } of signatures) {
    verify(key, signature, message, `${what}: a clerk's signature`);
  }
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
