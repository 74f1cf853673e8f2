/** @import { Bytes } from "./bytes.js" */
import { Malformed, compare, join } from "./bytes.js";
import { sha256 } from "./hashes.js";
import { isPaper } from "./paper.js";

/**
 * SHA-256(0x00 || entry), RFC 6962 section 2.1.
 * @param {Bytes} entry
 */
export function leafHash(entry) {
  return sha256(join(Uint8Array.of(0), entry));
}

/**
 * @param {Bytes} left
 * @param {Bytes} right
 */
function nodeHash(left, right) {
  return sha256(join(Uint8Array.of(1), left, right));
}

/**
 * MTH of RFC 6962 over leaf hashes; of none, SHA-256 of nothing.
 * @param {Bytes[]} leaves
 * @returns {Promise<Bytes>}
 */
export async function treeHash(leaves) {
  if (!leaves.length) return sha256(new Uint8Array(0));
  let level = leaves;
  while (level.length > 1) level = await levelAbove(level);
  return level[0];
}

/**
 * MTH of RFC 6962 over the data themselves.
 * @param {Bytes[]} entries
 */
export async function treeHashOf(entries) {
  return treeHash(await Promise.all(entries.map(leafHash)));
}

/**
 * Pairs joined, an odd last one carried up: the same tree as RFC 6962's split.
 * @param {Bytes[]} hashes
 */
async function levelAbove(hashes) {
  const above = [];
  for (let at = 0; at < hashes.length; at += 2) {
    const [left, right] = hashes.slice(at, at + 2);
    if (left) above.push(right ? await nodeHash(left, right) : left);
  }
  return above;
}

/**
 * The leaf hashes of board.bin, each entry `length` bytes; Malformed unless in order, each once.
 * @param {Bytes} board
 * @param {number} length
 */
export async function leavesOf(board, length) {
  if (board.length % length) {
    throw new Malformed(`the board is not a whole number of entries of ${length} bytes`);
  }
  const leaves = [];
  let before = new Uint8Array(0);
  for (let at = 0; at < board.length; at += length) {
    const entry = board.slice(at, at + length);
    const leaf = await leafHash(entry);
    // Paper joins later, so it stands behind; groups ascending, in a group by leaf_hash.
    const key = join(Uint8Array.of(Number(isPaper(entry))), entry.slice(0, 2), leaf);
    if (compare(before, key) >= 0) throw new Malformed("the board is not in its order, each once");
    before = key;
    leaves.push(leaf);
  }
  return leaves;
}
