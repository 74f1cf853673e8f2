/** @import { Bytes } from "./bytes.js" */
/** @import { BoardEntry } from "./closed-board.js" */
/** @import { Board } from "./closed-board.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Opened } from "./opened.js" */
/** @import { MalformedRecord } from "./reasons.js" */
import { Malformed, compare, same } from "./bytes.js";
import { castIn } from "./opened.js";
import { FEWEST } from "./partial-checking.js";
import { checkPartially } from "./partial-checks.js";

/**
 * Malformed unless `opened` can be an opening of this board, as far as one sees without keys; where
 * dice were rolled, each ballot has the answer that they ask for.
 * @param {Manifest} manifest
 * @param {Board} board
 * @param {Opened} opened
 */
export async function checkOpened(manifest, { entries }, opened) {
  for (const group of opened.groups) {
    const { groupId, middle, plain, malformed } = group;
    checkMalformed(groupId, malformed);
    checkMiddle(entries, groupId, middle, malformed);
    checkCount(groupId, middle.length, plain.length, malformed);
    checkSorted(plain, `group ${groupId}: plain`);
    if (opened.dice && castIn(group) >= FEWEST)
      await checkPartially(manifest, entries, group, opened);
  }
}

/**
 * Each record once: those of the board first, each kind by ascending index.
 * @param {number} groupId
 * @param {MalformedRecord[]} malformed
 */
export function checkMalformed(groupId, malformed) {
  const places = malformed.map((each) => ("board" in each ? each.board : each.middle + 2 ** 32));
  if (places.some((place, at) => at > 0 && place <= places[at - 1])) {
    throw new Malformed(`group ${groupId}: the malformed records are out of order or repeated`);
  }
}

/**
 * Middle is sorted, holds what the board holds but the malformed, and calls copies copies.
 * @param {BoardEntry[]} entries
 * @param {number} groupId
 * @param {Bytes[]} middle
 * @param {MalformedRecord[]} malformed
 */
export function checkMiddle(entries, groupId, middle, malformed) {
  const onBoard = entries.filter((entry) => entry.groupId === groupId).length;
  const shut = malformed.flatMap((each) => ("board" in each ? [each.board] : []));
  if (shut.some((index) => entries[index]?.groupId !== groupId)) {
    throw new Malformed(`group ${groupId}: a malformed record is of an entry it does not have`);
  }
  if (onBoard !== middle.length + shut.length) {
    throw new Malformed(
      `group ${groupId}: ${onBoard} on the board are not ${middle.length} in the middle ` +
        `and ${shut.length} malformed`,
    );
  }
  checkSorted(middle, `group ${groupId}: the middle`);
  const copies = middle.flatMap((each, at) => (at > 0 && same(each, middle[at - 1]) ? [at] : []));
  const named = malformed.flatMap((each) =>
    "middle" in each && each.reason === "inner-seen-before" ? [each.middle] : [],
  );
  if (copies.join() !== named.join()) {
    throw new Malformed(`group ${groupId}: the inner layers seen before are not those it names`);
  }
}

/**
 * Plain holds what the middle holds but the malformed; no record is beyond the middle.
 * @param {number} groupId
 * @param {number} middle
 * @param {number} plain
 * @param {MalformedRecord[]} malformed
 */
export function checkCount(groupId, middle, plain, malformed) {
  const spoiled = malformed.flatMap((each) => ("middle" in each ? [each.middle] : []));
  if (spoiled.some((index) => index >= middle)) {
    throw new Malformed(`group ${groupId}: a malformed record is beyond the middle`);
  }
  if (middle !== plain + spoiled.length) {
    throw new Malformed(
      `group ${groupId}: ${middle} in the middle are not ${plain} in plain and ` +
        `${spoiled.length} malformed`,
    );
  }
}

/**
 * @param {Bytes[]} pieces
 * @param {string} what
 */
export function checkSorted(pieces, what) {
  if (pieces.some((each, at) => at > 0 && compare(pieces[at - 1], each) > 0)) {
    throw new Malformed(`${what} is not sorted`);
  }
}
