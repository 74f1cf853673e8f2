/** @import { Bytes } from "./bytes.js" */
/** @import { Manifest } from "./manifest.js" */
import { leavesOf, treeHash } from "./board.js";
import { Malformed, cut, same, toHex } from "./bytes.js";
import { checkPublic, verify } from "./ed25519.js";
import { BALLOT_SIG, TOKEN_SIG, castMessage, entryLength } from "./entries.js";
import { sha256 } from "./hashes.js";
import { groupOf } from "./manifest.js";
import { checkpointsOf } from "./notes.js";
import { checkPaper, isMarked } from "./paper.js";
import { verifyTokenSig } from "./tokens.js";

/**
 * An entry as it lies on the board, not yet checked.
 * @typedef {object} BoardEntry
 * @property {number} groupId
 * @property {Bytes} prefix
 * @property {Bytes} tokenPk
 * @property {Bytes} tokenSig
 * @property {Bytes} outer
 * @property {Bytes} ballotSig
 */

/** @typedef {{ entries: BoardEntry[], leaves: Bytes[], root: Bytes }} Board */

/**
 * The entries of board.bin, in its order, each of a group of the manifest.
 * @param {Manifest} manifest
 * @param {Bytes} raw
 * @returns {Promise<Board>}
 */
export async function readBoard(manifest, raw) {
  const length = entryLength(manifest.padLen);
  const leaves = await leavesOf(raw, length);
  const entries = Array.from({ length: raw.length / length }, (_, at) =>
    entryOf(raw.subarray(at * length, (at + 1) * length)),
  );
  for (const groupId of new Set(entries.map((entry) => entry.groupId))) groupOf(manifest, groupId);
  return { entries, leaves, root: await treeHash(leaves) };
}

/**
 * @param {Bytes} raw
 * @returns {BoardEntry}
 */
function entryOf(raw) {
  const [group, prefix, tokenPk, tokenSig, rest] = cut(raw, 2, 32, 32, TOKEN_SIG);
  const [outer, ballotSig] = cut(rest, rest.length - BALLOT_SIG);
  return { groupId: (group[0] << 8) | group[1], prefix, tokenPk, tokenSig, outer, ballotSig };
}

/**
 * Malformed unless the box signed an empty board, then what was cast, then that with paper.
 * @param {Manifest} manifest
 * @param {Bytes} notes the bytes of checkpoints.txt
 * @param {Board} board
 */
export async function checkCheckpoints(manifest, notes, { entries, leaves }) {
  const cast = entries.filter((entry) => !isMarked(entry.tokenSig)).length;
  const sizes = [0, ...new Set([cast, entries.length])];
  const roots = await Promise.all(sizes.map((size) => treeHash(leaves.slice(0, size))));
  const found = await checkpointsOf(notes, manifest);
  const isRight = found.every(({ size, root }, at) => size === sizes[at] && same(root, roots[at]));
  if (found.length !== sizes.length || !isRight) {
    throw new Malformed("the checkpoints are not one of an empty board and those of board.bin");
  }
}

/**
 * Malformed unless the group's issuer signed the entry's token.
 * @param {Manifest} manifest
 * @param {BoardEntry} entry
 */
async function checkToken(manifest, { groupId, prefix, tokenPk, tokenSig }) {
  checkPublic(tokenPk, "token_pk");
  await verifyTokenSig(groupOf(manifest, groupId).key, { prefix, tokenPk }, tokenSig);
}

/**
 * Malformed unless the token signed this sealed ballot.
 * @param {Manifest} manifest
 * @param {BoardEntry} entry
 */
async function checkBallot(manifest, { groupId, tokenPk, outer, ballotSig }) {
  const message = castMessage(manifest.hash, groupId, await sha256(outer));
  verify(tokenPk, ballotSig, message, "ballot_sig");
}

/** @typedef {(manifest: Manifest, entries: BoardEntry[], first?: number) => Promise<void>} CheckEach */

/**
 * Malformed unless its group's issuer, or two clerks, signed each entry; `first` is the index on the
 * board of the first one, for refusals.
 * @type {CheckEach}
 */
export function checkTokens(manifest, entries, first = 0) {
  return checkEach(entries, first, (entry) =>
    (isMarked(entry.tokenSig) ? checkPaper : checkToken)(manifest, entry),
  );
}

/**
 * Malformed unless its token signed each sealed ballot.
 * @type {CheckEach}
 */
export function checkBallots(manifest, entries, first = 0) {
  return checkEach(entries, first, (entry) => checkBallot(manifest, entry));
}

/**
 * @param {BoardEntry[]} entries
 * @param {number} first
 * @param {(entry: BoardEntry) => Promise<void>} check
 */
async function checkEach(entries, first, check) {
  for (const [at, entry] of entries.entries()) {
    try {
      await check(entry);
    } catch (fault) {
      if (!(fault instanceof Malformed)) throw fault;
      throw new Malformed(`entry ${first + at} of the board: ${fault.message}`);
    }
  }
}

/** @type {CheckEach} */
async function checkSignatures(manifest, entries) {
  await checkTokens(manifest, entries);
  await checkBallots(manifest, entries);
}

/**
 * The entries of a board on which every check of the verifier holds.
 * @param {Manifest} manifest
 * @param {Bytes} raw
 * @param {Bytes} notes
 * @param {(manifest: Manifest, entries: BoardEntry[]) => Promise<void>} checkAll checks each, here or in many threads
 */
export async function checkBoard(manifest, raw, notes, checkAll = checkSignatures) {
  const board = await readBoard(manifest, raw);
  await checkCheckpoints(manifest, notes, board);
  checkUniqueness(board.entries);
  await checkAll(manifest, board.entries);
  return board;
}

/**
 * Malformed where a token was spent twice.
 * @param {BoardEntry[]} entries
 */
export function checkUniqueness(entries) {
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const token of entries.map(({ tokenPk }) => toHex(tokenPk))) {
    times.set(token, (times.get(token) ?? 0) + 1);
  }
  const twice = [...times.values()].filter((each) => each > 1).length;
  if (twice) throw new Malformed(`${twice} tokens stand on the board more than once`);
}
