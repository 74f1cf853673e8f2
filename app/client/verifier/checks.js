/** The checks of a bundle, by the names that `tellers verify` has for them. */
/** @import { Threads } from "../ceremony/threads.js" */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Evidence } from "./evidence.js" */
import { checkReceipt, leafOf } from "../protocol/answers.js";
import { Malformed, inGroups, same } from "../protocol/bytes.js";
import { checkCheckpoints, checkUniqueness } from "../protocol/closed-board.js";
import { checkCosignatures } from "./cosignatures.js";
import { checkFiles } from "./digests.js";
import { checkDice, checkH, checkLengths } from "./opening.js";
import { notPerformed, sum, verified } from "./outcomes.js";

/** @import { Outcome } from "./outcomes.js" */
/** @typedef {{ evidence: Evidence, threads: Threads }} Court what the checks are made with */
/** @typedef {(court: Court) => Promise<Outcome>} Check */

const BY_COMMAND = "this page does not count; “tellers verify” makes this check";

/** @type {Record<string, Check>} */
export const CHECKS = {
  "manifest and amendments": checkManifest,
  "files and digests": checkFiles,
  keys: checkKeys,
  "token and ballot signatures": checkSignatures,
  uniqueness: checkTokensOnce,
  "cast, issued, eligible": checkCounts,
  paper: checkPaper,
  "tree and checkpoints": checkTree,
  cosignatures: checkCosignatures,
  "lengths and indexes": checkLengths,
  "opening hash": checkH,
  "partial checking": checkDice,
  attestations: checkAttestations,
  "malformed ballots": checkSpoiled,
  "altered ballots": byCommand,
  reconciliation: byCommand,
  "results and manifest": byCommand,
  recount: byCommand,
  questions: byCommand,
  "tie rulings": byCommand,
  "second count": byCommand,
  seats: byCommand,
};

async function byCommand() {
  return notPerformed(BY_COMMAND);
}

/** @param {Court} court */
async function checkManifest({ evidence }) {
  const { purpose, title, hash } = await evidence.manifest();
  const { told } = await evidence.terms();
  const named = `${purpose} “${title}”; M = ${inGroups(hash)}`;
  return verified(`${named}; amended: ${told.join("; ") || "nothing"}`);
}

/** @param {Court} court */
async function checkKeys({ evidence }) {
  const { groups } = await evidence.manifest();
  return verified(`${groups.length} issuer keys of 3072 bits, none with a small factor`);
}

/** @param {Court} court */
async function checkSignatures({ evidence, threads }) {
  await evidence.manifest();
  const { entries } = await evidence.board();
  await threads.begin(evidence.file("manifest.json"));
  await threads.check(entries);
  return verified(`${entries.length} tokens, and as many sealed ballots`);
}

/** @param {Court} court */
async function checkTokensOnce({ evidence }) {
  const { entries } = await evidence.board();
  checkUniqueness(entries);
  return verified(`${entries.length} tokens, each once`);
}

/** @param {Court} court */
async function checkCounts({ evidence }) {
  const [register, terms] = [await evidence.register(), await evidence.terms()];
  const groups = await evidence.groups();
  if (register.size !== groups.length) {
    throw new Malformed("register.json does not have exactly the manifest's groups");
  }
  for (const { groupId, onBoard, paper } of groups) {
    const counts = register.get(groupId);
    if (counts?.eligible !== terms.eligible.get(groupId) || !counts) {
      throw new Malformed(`group ${groupId}: register and manifest differ on the eligible`);
    }
    const [cast, { eligible, issued }] = [onBoard - paper, counts];
    if (cast > issued || issued > eligible - paper) {
      const told = `${cast} cast, ${issued} issued, ${paper} on paper, ${eligible} eligible`;
      throw new Malformed(`group ${groupId}: ${told}`);
    }
  }
  const cast = sum(groups.map(({ onBoard, paper }) => onBoard - paper));
  return verified(
    `${cast} cast, ${sum([...register.values()].map(({ issued }) => issued))} issued`,
  );
}

/** @param {Court} court */
async function checkPaper({ evidence }) {
  const batches = await evidence.paper();
  for (const { groupId, paper } of await evidence.groups()) {
    const said = sum(batches.filter((each) => each.groupId === groupId).map(({ count }) => count));
    if (said !== paper) {
      const told = `${paper} paper ballots are on the board, and its batches hold ${said}`;
      throw new Malformed(`group ${groupId}: ${told}`);
    }
  }
  const [sealed, spoiled] = [
    sum(batches.map(({ count }) => count)),
    sum(batches.map((each) => each.spoiled)),
  ];
  return verified(`${batches.length} batches, ${sealed} ballots, ${spoiled} spoiled`);
}

/** @param {Court} court */
async function checkTree({ evidence }) {
  const board = await evidence.board();
  await checkCheckpoints(await evidence.manifest(), evidence.file("checkpoints.txt"), board);
  return verified(`${board.entries.length} entries, root ${inGroups(board.root)}`);
}

/** @param {Court} court */
async function checkAttestations({ evidence }) {
  const { attestations } = await evidence.opening();
  const few = (await evidence.groups()).filter((each) => each.onBoard && !each.isChecked);
  if (!few.length) return verified("dice were rolled for every group that has ballots");
  const named = `groups ${few.map(({ groupId }) => groupId).join(", ")}`;
  if (!attestations.length) return notPerformed(`${named}: nobody attests how they were opened`);
  return verified(`${named}: ${attestations.join(" ")}`);
}

/** @param {Court} court */
async function checkSpoiled({ evidence }) {
  const malformed = sum((await evidence.groups()).map(({ opening }) => opening.malformed.length));
  if (!malformed) return verified("no ballot was set aside");
  return notPerformed(`${malformed} set aside; “tellers verify” compares them with the margins`);
}

/**
 * The ballot of this receipt is on the board, and its outer envelope opened.
 * @param {Court} court
 * @param {Bytes} receipt
 * @returns {Promise<Outcome>}
 */
export async function checkOwn({ evidence }, receipt) {
  const [manifest, { leaves }] = [await evidence.manifest(), await evidence.board()];
  checkReceipt(receipt, manifest, leafOf(receipt));
  const at = leaves.findIndex((leaf) => same(leaf, leafOf(receipt)));
  if (at < 0)
    throw new Malformed("the box signed this receipt, and its ballot is not on the board");
  const shut = (await evidence.opening()).groups.flatMap(({ malformed }) => malformed);
  const mine = shut.find((each) => "board" in each && each.board === at);
  if (!mine) return verified(`entry ${at} of the board`);
  const detail = `entry ${at} of the board, which is called malformed: ${mine.reason}`;
  return { verdict: "not proven", detail };
}
