/** @import { BoardEntry } from "./closed-board.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { OpenedGroup } from "./opened.js" */
/** @import { Answer } from "./partial-checking.js" */
import { Malformed, join, same } from "./bytes.js";
import { seal } from "./hpke.js";
import { innerInfo, outerInfo } from "./layers.js";
import { bitsOf, coinOf, linkOf, wellFormed } from "./partial-checking.js";

/** @typedef {{ announced: import("./bytes.js").Bytes, dice: string }} Rolled H and the dice */

/**
 * Malformed unless each well-formed inner layer has the one side that the dice ask for.
 *
 * Every answer is re-sealed and compared. Entries are the whole board.
 * @param {Manifest} manifest
 * @param {BoardEntry[]} entries
 * @param {OpenedGroup} group
 * @param {Rolled} rolled
 */
export async function checkPartially(manifest, entries, group, { announced, dice }) {
  const { groupId, middle, malformed, links, answers } = group;
  const asked = wellFormed(middle.length, malformed);
  if (asked.length !== links.length || asked.length !== answers.length) {
    throw new Malformed(
      `group ${groupId}: ${asked.length} inner layers are asked for, ` +
        `${links.length} committed to, ${answers.length} answered`,
    );
  }
  checkOnce(group);
  const bits = await bitsOf(await coinOf(announced, groupId, dice), middle.length);
  for (const [at, index] of asked.entries()) {
    const place = `group ${groupId}, inner layer ${index}`;
    const answer = answers[at];
    if (answer.onBoard === bits[index]) {
      throw new Malformed(`${place}: the dice ask for its other side`);
    }
    if (answer.onBoard) await checkOuter(manifest, entries, group, index, answer, place);
    else await checkInner(manifest, group, index, answer, place);
    const { index: plain, eph: ephB } = answer;
    const link = { middle: index, plain, ephB };
    if (!answer.onBoard && !same(await linkOf(manifest.hash, groupId, link), links[at])) {
      throw new Malformed(`${place}: its place in plain is not the one committed to`);
    }
  }
}

/**
 * No place of the board, and none of plain, answers for two inner layers.
 * @param {OpenedGroup} group
 */
function checkOnce({ groupId, answers }) {
  const places = new Set(answers.map(({ onBoard, index }) => `${onBoard} ${index}`));
  if (places.size !== answers.length) {
    throw new Malformed(`group ${groupId}: one place answers for two inner layers`);
  }
}

/**
 * @param {Manifest} manifest
 * @param {BoardEntry[]} entries
 * @param {OpenedGroup} group
 * @param {number} index
 * @param {Answer} answer
 * @param {string} place
 */
async function checkOuter(manifest, entries, group, index, answer, place) {
  const entry = entries[answer.index];
  if (entry?.groupId !== group.groupId) {
    throw new Malformed(`${place}: its place on the board is not one of its group`);
  }
  const info = await outerInfo(manifest.hash, group.groupId, entry.tokenPk);
  const sealed = await seal(manifest.A, info, join(answer.eph, group.middle[index]), answer.eph);
  if (!same(sealed, entry.outer)) {
    throw new Malformed(`${place}: sealed again it is not what lies on the board`);
  }
}

/**
 * @param {Manifest} manifest
 * @param {OpenedGroup} group
 * @param {number} index
 * @param {Answer} answer
 * @param {string} place
 */
async function checkInner(manifest, { groupId, plain, middle }, index, answer, place) {
  if (answer.index >= plain.length) throw new Malformed(`${place}: its place is beyond plain`);
  const info = innerInfo(manifest.hash, groupId);
  const padded = join(answer.eph, plain[answer.index]);
  if (!same(await seal(manifest.B, info, padded, answer.eph), middle[index])) {
    throw new Malformed(`${place}: the ballot of plain, sealed again, is another layer`);
  }
}
