/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { Signed } from "./amendments.js" */
/** @import { Evidence } from "./evidence.js" */
import { readHeader } from "../protocol/batch-reading.js";
import { headerMessage } from "../protocol/batches.js";
import { Malformed, join, same } from "../protocol/bytes.js";
import { verify } from "../protocol/ed25519.js";
import { Fields, parseCanonical } from "../protocol/json.js";
import { groupOf } from "../protocol/manifest.js";
import { signaturesOf } from "./amendments.js";

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
  const header = readHeader(signed.members["header"], file);
  if (header.batch !== number) {
    throw new Malformed("the paper batches are not numbered from 1, in order");
  }
  const { groupId } = groupOf(manifest, header.groupId);
  const message = await headerMessage(header, manifest.hash);
  const [{ clerks, count, spoiled }, { officers }] = [header, manifest];
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
