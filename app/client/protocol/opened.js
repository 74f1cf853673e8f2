/** @import { Bytes } from "./bytes.js" */
/** @import { Answer } from "./partial-checking.js" */
/** @import { MalformedRecord } from "./reasons.js" */
import { treeHashOf } from "./board.js";
import { context, join, uint16 } from "./bytes.js";
import { toBase64url } from "./encoding.js";
import { sha256 } from "./hashes.js";
import { canonical } from "./json.js";
import { answerAsJson } from "./partial-checking.js";

/**
 * One group opened: inner layers and padded payloads, each sorted, and what is malformed; links
 * and answers are there once dice were rolled, one for each well-formed inner layer.
 * @typedef {object} OpenedGroup
 * @property {number} groupId
 * @property {Bytes[]} middle
 * @property {Bytes[]} plain
 * @property {MalformedRecord[]} malformed
 * @property {Bytes[]} links
 * @property {Answer[]} answers
 */

/**
 * What the ceremony hands to the registrar: every ballot, tied to no entry. `announced` is H.
 * @typedef {object} Opened
 * @property {Bytes} manifestHash
 * @property {Bytes} root
 * @property {OpenedGroup[]} groups
 * @property {Bytes} announced
 * @property {string} dice
 * @property {string[]} attestations
 */

/** @typedef {{ groupId: number, mthMiddle: Bytes, mthPlain: Bytes, malformed: MalformedRecord[] }} Hashed */

/**
 * What opening.json tells of a group.
 * @param {OpenedGroup} group
 * @returns {Promise<Hashed>}
 */
export async function hashed({ groupId, middle, plain, malformed }) {
  return {
    groupId,
    mthMiddle: await treeHashOf(middle),
    mthPlain: await treeHashOf(plain),
    malformed,
  };
}

/**
 * H over the board's root and each group, to be announced before any dice are rolled.
 * @param {Bytes} manifestHash
 * @param {Bytes} root
 * @param {Hashed[]} groups
 */
export async function openingHash(manifestHash, root, groups) {
  const parts = await Promise.all(
    groups.map(async ({ groupId, mthMiddle, mthPlain, malformed }) =>
      join(uint16(groupId), mthMiddle, mthPlain, await treeHashOf(malformed.map(canonical))),
    ),
  );
  return sha256(context("opening", manifestHash, root, ...parts));
}

/**
 * How many entries a group has on the board.
 * @param {OpenedGroup} group
 */
export function castIn({ plain, malformed }) {
  return plain.length + malformed.length;
}

/**
 * The bytes of opened.json.
 * @param {Opened} opened
 */
export function writeOpened({ manifestHash, root, groups, announced, dice, attestations }) {
  return canonical({
    M: toBase64url(manifestHash),
    root: toBase64url(root),
    groups: groups.map(groupAsJson),
    H: toBase64url(announced),
    dice,
    attestations,
  });
}

/** @param {OpenedGroup} group */
function groupAsJson({ groupId, middle, plain, malformed, links, answers }) {
  return {
    group_id: groupId,
    middle: middle.map(toBase64url),
    plain: plain.map(toBase64url),
    malformed,
    links: toBase64url(join(...links)),
    answers: answers.map(answerAsJson),
  };
}
