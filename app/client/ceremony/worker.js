/** What each thread does: it is sent the manifest, then the keys, and then pieces of the board. */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { BoardEntry } from "../protocol/closed-board.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { OpeningKeys } from "../protocol/shares.js" */
import { Malformed } from "../protocol/bytes.js";
import { checkBallots, checkTokens } from "../protocol/closed-board.js";
import { openInner, openOuter } from "../protocol/layers.js";
import { readManifest } from "../protocol/manifest.js";

/** @typedef {{ piece: BoardEntry[], first: number }} Piece of the board */

/** @type {Manifest} */
let manifest;
/** @type {OpeningKeys} */
let keys;

const JOBS = {
  manifest: async (/** @type {Bytes} */ raw) => {
    manifest = await readManifest(raw);
  },
  keys: async (/** @type {OpeningKeys} */ given) => {
    keys = given;
  },
  tokens: (/** @type {Piece} */ { piece, first }) => checkTokens(manifest, piece, first),
  ballots: (/** @type {Piece} */ { piece, first }) => checkBallots(manifest, piece, first),
  outers: (/** @type {{ piece: BoardEntry[] }} */ { piece }) =>
    Promise.all(piece.map((entry) => openOuter(keys, manifest, entry))),
  inners: (/** @type {{ piece: { groupId: number, inner: Bytes }[] }} */ { piece }) =>
    Promise.all(piece.map(({ groupId, inner }) => openInner(keys, manifest, groupId, inner))),
};

/** @typedef {keyof typeof JOBS} Job */

/** Answers the page, one job after the other. */
export function work() {
  addEventListener("message", async ({ data }) => {
    const { job, given } = /** @type {{ job: Job, given: any }} */ (data);
    try {
      postMessage({ gives: await JOBS[job](given) });
    } catch (fault) {
      if (!(fault instanceof Malformed)) throw fault;
      postMessage({ refused: fault.message });
    }
  });
}
