/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
import { treeHash } from "../protocol/board.js";
import { Malformed, same } from "../protocol/bytes.js";
import { lastCheckpoint } from "../protocol/notes.js";

const HASH = 32;

/**
 * Malformed unless every one of `own` is among the leaves whose root the box signed last. Whoever
 * asks takes all the leaves, so the box does not learn which ones are meant.
 * @param {Bytes[]} own leaf hashes
 * @param {Bytes} raw every leaf hash of the board in its order
 * @param {string} notes checkpoints.txt
 * @param {Manifest} manifest
 */
export async function checkOnBoard(own, raw, notes, manifest) {
  const count = raw.length / HASH;
  if (!Number.isInteger(count)) throw new Malformed("it is not a whole number of hashes");
  const leaves = Array.from({ length: count }, (_, at) => raw.slice(HASH * at, HASH * (at + 1)));
  const { size, root } = await lastCheckpoint(notes, manifest);
  if (size !== count || !same(root, await treeHash(leaves))) {
    throw new Malformed("it is not the one whose root the ballot box signed");
  }
  if (!own.every((mine) => leaves.some((leaf) => same(leaf, mine)))) {
    throw new Malformed("a ballot with a receipt is not on it");
  }
}
