/** The ceremony's functions for tests in another language: see bridge.js. */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { OpeningKeys } from "../protocol/shares.js" */
import { fromHex } from "../protocol/bytes.js";
import { checkBoard } from "../protocol/closed-board.js";
import { keysOf, proveDealing, readPublicKeys, writePublicKeys } from "../protocol/dealing.js";
import { openInner, openOuter } from "../protocol/layers.js";
import { readManifest } from "../protocol/manifest.js";
import { writeOpened } from "../protocol/opened.js";
import { answerDice, openBoard } from "../protocol/opening.js";
import { readPayload } from "../protocol/reading.js";
import { codeOf, combine, deal, openingKeys, readShare } from "../protocol/shares.js";

/** @param {string} text */
const bytes = (text) => fromHex(text, "an argument");
/** @param {string[]} codes */
const sharesOf = (codes) => Promise.all(codes.map(readShare));

/** @type {Record<string, (given: any) => unknown>} */
export const CEREMONY_CALLS = {
  deal: ({ secret, electionId, t, n, coefficients }) =>
    Promise.all(
      deal(bytes(secret), bytes(electionId), { t, n }, bytes(coefficients)).map(codeOf),
    ),
  readShare: ({ code }) => readShare(code),
  combine: async ({ codes, electionId }) => combine(await sharesOf(codes), bytes(electionId)),
  publicKeys: async ({ secret, electionId, t, n }) => {
    const keys = await openingKeys(bytes(secret), bytes(electionId));
    const of = { electionId: bytes(electionId), A: keys.aPublic, B: keys.bPublic, t, n };
    return writePublicKeys(of);
  },
  prove: async ({ codes, keys }) => proveDealing(await sharesOf(codes), readPublicKeys(bytes(keys))),
  readPayload: async ({ padded, manifest }) => {
    const { contests, padLen } = await readManifest(bytes(manifest));
    const read = readPayload(bytes(padded), contests.slice(0, 2), padLen);
    return typeof read === "string" ? read : Object.fromEntries(read);
  },
  open: async ({ manifest, board, checkpoints, codes, dice, attestations }) => {
    const frozen = await readManifest(bytes(manifest));
    const closed = await checkBoard(frozen, bytes(board), bytes(checkpoints));
    const keys = await keysOf(await sharesOf(codes), frozen);
    const opening = await openBoard(frozen, closed, here(keys, frozen));
    const answered = dice ? await answerDice(opening, dice) : opening.opened;
    return { L: opening.linksHash, opened: writeOpened({ ...answered, attestations }) };
  },
};

/**
 * @param {OpeningKeys} keys
 * @param {Manifest} manifest
 * @returns {import("../protocol/opening.js").Opener}
 */
function here(keys, manifest) {
  return {
    outers: (entries) => Promise.all(entries.map((each) => openOuter(keys, manifest, each))),
    inners: (groupId, inners) =>
      Promise.all(inners.map((each) => openInner(keys, manifest, groupId, each))),
  };
}
