/** @import { Court } from "./checks.js" */
import { Malformed, inGroups } from "../protocol/bytes.js";
import { checkCheckpoints, checkUniqueness } from "../protocol/closed-board.js";
import { checkpointsOf } from "../protocol/notes.js";
import { isMarked } from "../protocol/paper.js";
import { sum, verified } from "./outcomes.js";

/**
 * The manifest is complete and consistent, and two officers signed what amends it.
 * @param {Court} court
 */
export async function checkManifest({ evidence }) {
  const { purpose, title, hash } = await evidence.manifest();
  const { told } = await evidence.terms();
  const named = `${purpose} “${title}”; M = ${inGroups(hash)}`;
  return verified(`${named}; amended: ${told.join("; ") || "nothing"}`);
}

/**
 * Issuer keys by trial division, the others by form, no key in two places.
 * @param {Court} court
 */
export async function checkKeys({ evidence }) {
  const { groups } = await evidence.manifest();
  return verified(`${groups.length} issuer keys of 3072 bits, none with a small factor`);
}

/**
 * Every entry has a token that its group's issuer signed, or the word of two clerks.
 * @param {Court} court
 */
export async function checkTokens(court) {
  const entries = await begun(court);
  await court.threads.tokens(entries);
  const paper = entries.filter(({ tokenSig }) => isMarked(tokenSig)).length;
  const byClerks = paper ? `, ${paper} by two clerks` : "";
  return verified(`${entries.length - paper} token signatures${byClerks}`);
}

/**
 * Every entry's sealed ballot is signed by its token.
 * @param {Court} court
 */
export async function checkBallots(court) {
  const entries = await begun(court);
  await court.threads.ballots(entries);
  return verified(`${entries.length} ballot signatures`);
}

/**
 * No token was spent twice.
 * @param {Court} court
 */
export async function checkTokensOnce({ evidence }) {
  const { entries } = await evidence.board();
  checkUniqueness(entries);
  return verified(`${entries.length} tokens, each once`);
}

/**
 * In every group cast <= issued <= eligible, as manifest and amendments have them.
 * @param {Court} court
 */
export async function checkCounts({ evidence }) {
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

/**
 * The paper ballots on the board are as many as two clerks wrote on their batches.
 * @param {Court} court
 */
export async function checkPaper({ evidence }) {
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

/**
 * The box signed an empty board at the opening and this very board at the close.
 * @param {Court} court
 */
export async function checkTree({ evidence }) {
  const [manifest, notes] = [await evidence.manifest(), evidence.file("checkpoints.txt")];
  await checkCheckpoints(manifest, notes, await evidence.board());
  const sizes = (await checkpointsOf(notes, manifest)).map(({ size }) => size).join(", ");
  return verified(`checkpoints of sizes ${sizes}, root of board.bin`);
}

/**
 * The entries of the board, when the threads know the manifest.
 * @param {Court} court
 */
async function begun({ evidence, threads }) {
  const { entries } = await evidence.board();
  await threads.begin(evidence.file("manifest.json"));
  return entries;
}
