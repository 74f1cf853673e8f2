/** @import { BoardEntry } from "../protocol/closed-board.js" */
/** @import { Court } from "./checks.js" */
/** @import { GroupEvidence } from "./evidence.js" */
/** @import { Outcome } from "./outcomes.js" */
import { marginOf } from "../counting/margins.js";
import { treeHashOf } from "../protocol/board.js";
import { Malformed, inGroups, same } from "../protocol/bytes.js";
import { openingHash } from "../protocol/opened.js";
import {
  checkCount,
  checkMalformed,
  checkMiddle,
  checkSorted,
} from "../protocol/opening-checks.js";
import { sum, verified } from "./outcomes.js";

// Votes: what a ballot changed takes from one candidate and gives to another.
export const MOVED_BY_ONE = 2n;

/**
 * Board, middle and plain hold as many as they must, sorted; malformed indexes are theirs.
 * @param {Court} court
 */
export async function checkLengths({ evidence }) {
  const [{ entries }, groups] = [await evidence.board(), await evidence.groups()];
  const told = (await evidence.opening()).groups;
  if (told.map(({ groupId }) => groupId).join() !== groups.map(({ groupId }) => groupId).join()) {
    throw new Malformed("the opening's groups are not those of the manifest, in its order");
  }
  const counted = sum(groups.map((group) => countedIn(group, entries)));
  return verified(`${entries.length} on the board, ${counted} counted`);
}

/**
 * @param {GroupEvidence} group
 * @param {BoardEntry[]} entries
 */
function countedIn({ groupId, middle, ballots, plain, opening }, entries) {
  checkMalformed(groupId, opening.malformed);
  checkMiddle(entries, groupId, middle, opening.malformed);
  checkCount(groupId, middle.length, ballots.length, opening.malformed);
  if (plain) checkSorted(plain, `group ${groupId}: plain`);
  return ballots.length;
}

/**
 * H, as announced before any dice, is the hash of what the bundle holds.
 * @param {Court} court
 */
export async function checkH({ evidence }) {
  const groups = await evidence.groups();
  for (const { groupId, opening, middle, plain } of groups) {
    if (!same(opening.mthMiddle, await treeHashOf(middle))) {
      throw new Malformed(`group ${groupId}: mth_middle is not the tree hash of its middle`);
    }
    if (plain && !same(opening.mthPlain, await treeHashOf(plain))) {
      throw new Malformed(`group ${groupId}: mth_plain is not the tree hash of its ballots`);
    }
  }
  const { announced, groups: told } = await evidence.opening();
  const [{ hash }, { root }] = [await evidence.manifest(), await evidence.board()];
  if (!same(announced, await openingHash(hash, root, told))) {
    throw new Malformed("H of opening.json is not the hash of board and opening");
  }
  const apart = groups.filter(({ plain }) => !plain).map(({ groupId }) => groupId);
  const given = apart.length ? `; mth_plain of group ${apart.join(", ")} as announced` : "";
  return verified(`H = ${inGroups(announced)}${given}`);
}

/**
 * Malformed ballots, had they been valid, could not have changed a result.
 * @param {Court} court
 * @returns {Promise<Outcome>}
 */
export async function checkMargins({ evidence }) {
  const groups = await evidence.groups();
  const doubtful = [];
  for (const group of groups) doubtful.push(...(await doubtfulIn(group)));
  if (doubtful.length) return { verdict: "not proven", detail: doubtful.join("; ") };
  const malformed = sum(groups.map(({ opening }) => opening.malformed.length));
  return verified(`${malformed} malformed, every margin above twice their number`);
}

/** @param {GroupEvidence} group */
async function doubtfulIn(group) {
  const malformed = group.opening.malformed.length;
  if (!malformed) return [];
  return [...(await group.recounts())].flatMap(([id, { tabulation }]) => {
    const votes = marginOf(tabulation);
    if (votes !== null && votes > MOVED_BY_ONE * BigInt(malformed)) return [];
    const known = votes === null ? "no margin is known" : `the margin is ${votes}`;
    return [`${id}: ${malformed} malformed ballots, and ${known}`];
  });
}
