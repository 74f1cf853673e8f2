/** @import { BoardEntry } from "../protocol/closed-board.js" */
/** @import { Court } from "./checks.js" */
/** @import { GroupEvidence } from "./evidence.js" */
import { treeHashOf } from "../protocol/board.js";
import { Malformed, inGroups, same } from "../protocol/bytes.js";
import { openingHash } from "../protocol/opened.js";
import {
  checkCount,
  checkMalformed,
  checkMiddle,
  checkSorted,
} from "../protocol/opening-checks.js";
import { linksHash } from "../protocol/partial-checking.js";
import { checkPartially } from "../protocol/partial-checks.js";
import { notPerformed, sum, verified } from "./outcomes.js";

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
  for (const { groupId, opening, middle, plain } of await evidence.groups()) {
    if (!same(opening.mthMiddle, await treeHashOf(middle))) {
      throw new Malformed(`group ${groupId}: mth_middle is not the tree hash of its middle`);
    }
    if (plain && !same(opening.mthPlain, await treeHashOf(plain))) {
      throw new Malformed(`group ${groupId}: mth_plain is not the tree hash of its ballots`);
    }
  }
  const { announced, groups } = await evidence.opening();
  const [{ hash }, { root }] = [await evidence.manifest(), await evidence.board()];
  if (!same(announced, await openingHash(hash, root, groups))) {
    throw new Malformed("H of opening.json is not the hash of board and opening");
  }
  return verified(`H = ${inGroups(announced)}`);
}

/**
 * One side of each ballot, as dice chose it after H was announced, is opened truly.
 * @param {Court} court
 */
export async function checkDice({ evidence }) {
  const { announced, dice } = await evidence.opening();
  if (!dice) return notPerformed("no dice were rolled: the opening rests on the trustees");
  const [manifest, { entries }] = [await evidence.manifest(), await evidence.board()];
  const links = new Map();
  for (const group of (await evidence.groups()).filter(({ isChecked }) => isChecked)) {
    const { answered } = group;
    await checkPartially(manifest, entries, answered, { announced, dice });
    links.set(group.groupId, answered.links);
  }
  const sides = sum([...links.values()].map((each) => each.length));
  const L = inGroups(await linksHash(announced, links));
  return verified(`one side of ${sides} ballots in ${links.size} groups; L = ${L}`);
}
