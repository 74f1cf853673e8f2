/** The ceremony's functions for tests in another language: see bridge.js. */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { OpeningKeys } from "../protocol/shares.js" */
import decodeQR from "qr/decode.js";
import { rowsOf } from "../ceremony/sheets.js";
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
  scanned,
  deal: ({ secret, electionId, t, n, coefficients }) =>
    Promise.all(deal(bytes(secret), bytes(electionId), { t, n }, bytes(coefficients)).map(codeOf)),
  readShare: ({ code }) => readShare(code),
  combine: async ({ codes, electionId }) => combine(await sharesOf(codes), bytes(electionId)),
  publicKeys: async ({ secret, electionId, t, n }) => {
    const keys = await openingKeys(bytes(secret), bytes(electionId));
    const of = { electionId: bytes(electionId), A: keys.aPublic, B: keys.bPublic, t, n };
    return writePublicKeys(of);
  },
  prove: async ({ codes, keys }) =>
    proveDealing(await sharesOf(codes), readPublicKeys(bytes(keys))),
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
 * What a reader of QR codes makes of a share's picture, each of its squares four points wide.
 * @param {{ code: string }} given
 */
function scanned({ code }) {
  const rows = rowsOf(code);
  const width = 4 * rows.length;
  const data = Uint8ClampedArray.from({ length: 4 * width ** 2 }, (_, at) => {
    const [x, y] = [Math.floor(at / 4) % width, Math.floor(at / 4 / width)];
    return at % 4 < 3 && rows[y >> 2][x >> 2] ? 0 : 255;
  });
  return decodeQR({ width, height: width, data });
}

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
