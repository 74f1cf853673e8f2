/**
 * Randomized partial checking (Jakobsson, Juels, Rivest 2002): for each ballot the dice choose one
 * of the two layers, which is shown to be opened truly, and the other stays shut.
 */
/** @import { Bytes } from "./bytes.js" */
/** @import { MalformedRecord } from "./reasons.js" */
import { treeHashOf } from "./board.js";
import { context, join, uint16, uint32, utf8 } from "./bytes.js";
import { toBase64url } from "./encoding.js";
import { sha256 } from "./hashes.js";

export const FEWEST = 20; // groups with fewer on the board are not checked: it halves the crowd
export const LEAST_DICE = 25;

/**
 * One side of one inner layer: where it lies on the whole board, or in the group's plain, and the
 * ephA or ephB that it is sealed with.
 * @typedef {{ onBoard: boolean, index: number, eph: Bytes }} Answer
 */

/**
 * `{"board": i, "ephA": "..."}` or `{"plain": i, "ephB": "..."}`.
 * @param {Answer} answer
 */
export function answerAsJson({ onBoard, index, eph }) {
  const text = toBase64url(eph);
  return onBoard ? { board: index, ephA: text } : { plain: index, ephB: text };
}

/**
 * Whether these are the digits of enough dice, each from 1 to 6.
 * @param {string} digits
 */
export function areDice(digits) {
  return digits.length >= LEAST_DICE && /^[1-6]*$/.test(digits);
}

/**
 * SHA-256(C("coin", H, G, dice)), which nobody knows before the dice have come to rest.
 * @param {Bytes} announced
 * @param {number} groupId
 * @param {string} dice
 */
export function coinOf(announced, groupId, dice) {
  return sha256(context("coin", announced, uint16(groupId), utf8(dice)));
}

/**
 * The bits of the first `size` inner layers: false asks for the place on the board, true for plain.
 * @param {Bytes} coin
 * @param {number} size
 */
export async function bitsOf(coin, size) {
  /** @type {boolean[]} */
  const bits = [];
  for (let block = 0; block * 256 < size; block++) {
    const bytes = await sha256(join(coin, uint32(block)));
    for (let bit = 0; bit < 256; bit++) bits.push(((bytes[bit >> 3] >> (bit & 7)) & 1) === 1);
  }
  return bits;
}

/**
 * The indexes of those of `middle` inner layers that no record calls malformed.
 * @param {number} middle
 * @param {MalformedRecord[]} malformed
 */
export function wellFormed(middle, malformed) {
  const spoiled = new Set(malformed.map((record) => ("middle" in record ? record.middle : -1)));
  return Array.from({ length: middle }, (_, index) => index).filter((each) => !spoiled.has(each));
}

/**
 * The commitment to a ballot's place in plain, SHA-256(C("link", M, G, uint32(middle index),
 * uint32(plain index), ephB)); ephB, which is random, keeps it secret.
 * @param {Bytes} manifestHash
 * @param {number} groupId
 * @param {{ middle: number, plain: number, ephB: Bytes }} ballot
 */
export function linkOf(manifestHash, groupId, { middle, plain, ephB }) {
  const places = join(uint32(middle), uint32(plain));
  return sha256(context("link", manifestHash, uint16(groupId), places, ephB));
}

/**
 * L = SHA-256(C("links", H, per group that is checked: G || MTH(links))), announced with H.
 * @param {Bytes} announced
 * @param {Map<number, Bytes[]>} links by group, ascending
 */
export async function linksHash(announced, links) {
  const parts = await Promise.all(
    [...links].map(async ([groupId, each]) => join(uint16(groupId), await treeHashOf(each))),
  );
  return sha256(context("links", announced, ...parts));
}
