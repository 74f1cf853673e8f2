/** What officers sign, for tests in another language: see bridge.js. */
import { readBatch, readHeader } from "../protocol/batch-reading.js";
import { sealBatch, signBatch, writeBatch } from "../protocol/batches.js";
import { fromHex } from "../protocol/bytes.js";
import { isStartOf } from "../protocol/codes.js";
import { differences, readKeyed, settled } from "../protocol/keying.js";
import { contestsOf, readManifest } from "../protocol/manifest.js";
import { registrationOf, secretOfSheet, sheetCode } from "../protocol/officers.js";
import { signAmendment } from "../protocol/signing.js";

/**
 * @param {string[]} keyed
 * @param {string} manifest
 * @param {number} groupId
 */
async function readAll(keyed, manifest, groupId) {
  const frozen = await readManifest(bytes(manifest));
  const contests = contestsOf(frozen, groupId);
  return keyed.map((raw) => readKeyed(bytes(raw), contests, frozen.padLen, "what was keyed").found);
}

/** @param {string} text */
const bytes = (text) => fromHex(text, "an argument");

/** @type {Record<string, (given: any) => unknown>} */
export const OFFICER_CALLS = {
  registration: ({ secret, electionId }) => registrationOf(bytes(secret), bytes(electionId)),
  isStartOf: ({ typed, code }) => isStartOf(typed, code),
  sheetCode: ({ secret, electionId }) => sheetCode(bytes(secret), bytes(electionId)),
  signAmendment: ({ raw, secret }) => signAmendment(bytes(raw), bytes(secret)),
  readKeyed: async ({ raw, manifest, groupId }) => {
    const frozen = await readManifest(bytes(manifest));
    const contests = contestsOf(frozen, groupId);
    const { found, faults } = readKeyed(bytes(raw), contests, frozen.padLen, "what was keyed");
    return { numbers: [...found.keys()], faults };
  },
  settled: async ({ keyed, manifest, groupId }) => {
    const [first, second, third] = await readAll(keyed, manifest, groupId);
    return { differences: differences(first, second), ...settled(first, second, third) };
  },
  sealBatch: async ({ header, keyed, manifest, chance }) => {
    const frozen = await readManifest(bytes(manifest));
    const of = readHeader(header, "the header");
    const [first] = await readAll([keyed], manifest, of.groupId);
    const drawn = chance.map(bytes);
    const { chosen } = settled(first, first, new Map());
    return writeBatch(await sealBatch(frozen, of, chosen, () => drawn.shift()));
  },
  signBatch: async ({ raw, manifest, secret }) => {
    const frozen = await readManifest(bytes(manifest));
    const batch = await readBatch(bytes(raw), frozen);
    return writeBatch(await signBatch(batch, frozen.hash, bytes(secret)));
  },
  secretOfSheet: ({ code, electionId }) => secretOfSheet(code, bytes(electionId)),
};
