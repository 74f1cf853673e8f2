/** @import { Bytes } from "./bytes.js" */
/** @import { BoardEntry, Board } from "./closed-board.js" */
/** @import { Layer } from "./layers.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Opened, OpenedGroup } from "./opened.js" */
/** @import { Answer } from "./partial-checking.js" */
/** @import { InMiddle, MalformedRecord, OnBoard } from "./reasons.js" */
import { compare, same } from "./bytes.js";
import { sha256 } from "./hashes.js";
import { castIn, hashed, openingHash } from "./opened.js";
import { FEWEST, bitsOf, coinOf, linkOf, linksHash } from "./partial-checking.js";

/**
 * Opens layers, each answer in the place of its question: here, or in many threads.
 * @typedef {object} Opener
 * @property {(entries: BoardEntry[]) => Promise<(Layer | OnBoard)[]>} outers
 * @property {(groupId: number, inners: Bytes[]) => Promise<(Layer | InMiddle)[]>} inners
 */

/**
 * Where one well-formed inner layer came from and where it went; never both are told.
 * @typedef {{ middle: number, board: number, plain: number, ephA: Bytes, ephB: Bytes }} Sides
 */

/**
 * A board opened, before anybody has rolled dice: what is announced, and what answers them. The
 * sides are those of each group that is to be checked; they end with the ceremony.
 * @typedef {object} Opening
 * @property {Opened} opened
 * @property {Map<number, Sides[]>} sides
 * @property {Map<number, Bytes[]>} links
 * @property {Bytes} linksHash L
 */

/**
 * Opens every ballot of the board in two layers, and sorts between, so that no order is left.
 *
 * What is malformed is named, never mended, and stops nothing.
 * @param {Manifest} manifest
 * @param {Board} board the whole board in its order
 * @param {Opener} opener
 * @returns {Promise<Opening>}
 */
export async function openBoard(manifest, { entries, root }, opener) {
  const groups = [];
  const sides = new Map();
  for (const { groupId } of manifest.groups) {
    const { group, told } = await openGroup(groupId, entries, opener);
    groups.push(group);
    if (castIn(group) >= FEWEST) sides.set(groupId, told);
  }
  const announced = await openingHash(manifest.hash, root, await Promise.all(groups.map(hashed)));
  const opened = {
    manifestHash: manifest.hash,
    root,
    groups,
    announced,
    dice: "",
    attestations: [],
  };
  const links = await linksOf(manifest.hash, sides);
  return { opened, sides, links, linksHash: await linksHash(announced, links) };
}

/**
 * The opening with the one side of each ballot that the dice ask for.
 * @param {Opening} opening
 * @param {string} dice
 * @returns {Promise<Opened>}
 */
export async function answerDice({ opened, sides, links }, dice) {
  const groups = await Promise.all(
    opened.groups.map(async (group) => {
      const told = sides.get(group.groupId) ?? [];
      const coin = await coinOf(opened.announced, group.groupId, dice);
      const bits = await bitsOf(coin, group.middle.length);
      const answers = told.map((each) => answer(each, bits[each.middle]));
      return { ...group, links: links.get(group.groupId) ?? [], answers };
    }),
  );
  return { ...opened, groups, dice };
}

/**
 * @param {Sides} sides
 * @param {boolean} asksForPlain
 * @returns {Answer}
 */
function answer({ board, plain, ephA, ephB }, asksForPlain) {
  return asksForPlain
    ? { onBoard: false, index: plain, eph: ephB }
    : { onBoard: true, index: board, eph: ephA };
}

/**
 * @param {Bytes} manifestHash
 * @param {Map<number, Sides[]>} sides
 */
async function linksOf(manifestHash, sides) {
  /** @type {Map<number, Bytes[]>} */
  const links = new Map();
  for (const [groupId, told] of sides) {
    links.set(groupId, await Promise.all(told.map((each) => linkOf(manifestHash, groupId, each))));
  }
  return links;
}

/** @typedef {{ inner: Bytes, board: number, ephA: Bytes }} Placed an inner layer, and from where */

/**
 * @param {number} groupId
 * @param {BoardEntry[]} entries
 * @param {Opener} opener
 * @returns {Promise<{ group: OpenedGroup, told: Sides[] }>}
 */
async function openGroup(groupId, entries, opener) {
  const { layers, shut } = await openOuters(groupId, entries, opener);
  layers.sort((one, other) => compare(one.inner, other.inner) || one.board - other.board);
  const { ballots, spoiled } = await openInners(groupId, layers, opener);
  const told = await sidesOf(layers, ballots);
  const plain = ballots.map((ballot) => ballot.plain).sort(compare);
  const middle = layers.map((layer) => layer.inner);
  const malformed = [...shut, ...spoiled];
  return { group: { groupId, middle, plain, malformed, links: [], answers: [] }, told };
}

/**
 * @param {number} groupId
 * @param {BoardEntry[]} entries
 * @param {Opener} opener
 */
async function openOuters(groupId, entries, opener) {
  const places = [...entries.keys()].filter((at) => entries[at].groupId === groupId);
  const opened = await opener.outers(places.map((at) => entries[at]));
  /** @type {Placed[]} */
  const layers = [];
  /** @type {MalformedRecord[]} */
  const shut = [];
  opened.forEach((outer, at) => {
    const board = places[at];
    if (typeof outer === "string") shut.push({ board, reason: outer });
    else layers.push({ inner: outer.plain, board, ephA: outer.eph });
  });
  return { layers, shut };
}

/** @typedef {{ middle: number, plain: Bytes, ephB: Bytes }} Ballot */

/**
 * @param {number} groupId
 * @param {Placed[]} layers sorted
 * @param {Opener} opener
 */
async function openInners(groupId, layers, opener) {
  const isSeen = (/** @type {number} */ at) =>
    at > 0 && same(layers[at].inner, layers[at - 1].inner);
  const fresh = [...layers.keys()].filter((at) => !isSeen(at));
  const opened = await opener.inners(
    groupId,
    fresh.map((at) => layers[at].inner),
  );
  const byPlace = new Map(fresh.map((place, at) => [place, opened[at]]));
  /** @type {Ballot[]} */
  const ballots = [];
  /** @type {MalformedRecord[]} */
  const spoiled = [];
  layers.forEach((_, middle) => {
    const inner = byPlace.get(middle) ?? "inner-seen-before";
    if (typeof inner === "string") spoiled.push({ middle, reason: inner });
    else ballots.push({ middle, plain: inner.plain, ephB: inner.eph });
  });
  return { ballots, spoiled };
}

/**
 * Each ballot's places; among equal ones of plain those stand in an order of ephB's hash, since by
 * the order of the middle two that are shown would tell how many between them are equal to them.
 * @param {Placed[]} layers
 * @param {Ballot[]} ballots
 * @returns {Promise<Sides[]>}
 */
async function sidesOf(layers, ballots) {
  const keyed = await Promise.all(
    ballots.map(async (ballot) => ({ ...ballot, key: await sha256(ballot.ephB) })),
  );
  keyed.sort((one, other) => compare(one.plain, other.plain) || compare(one.key, other.key));
  const sides = keyed.map(({ middle, ephB }, plain) => {
    const { board, ephA } = layers[middle];
    return { middle, board, plain, ephA, ephB };
  });
  return sides.sort((one, other) => one.middle - other.middle);
}
