/** Opening the ballots: files, shares, two layers, the hashes announced, the dice, the file. */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Board } from "../protocol/closed-board.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { Share } from "../protocol/shares.js" */
/** @import { Page } from "./page.js" */
import { h } from "../page/elements.js";
import { Malformed, inGroups } from "../protocol/bytes.js";
import { checkBoard } from "../protocol/closed-board.js";
import { keysOf } from "../protocol/dealing.js";
import { readManifest } from "../protocol/manifest.js";
import { openBoard } from "../protocol/opening.js";
import { askForShares, onTyping, wipe } from "./asking.js";
import { showAnnounced } from "./announcing.js";
import { field, form, p } from "./elements.js";
import { Threads } from "./threads.js";

const FILES = ["manifest.json", "board.bin", "checkpoints.txt"];

/** @param {Page} page */
export function showFiles(page) {
  const fields = FILES.map((name) =>
    field("input", name.replace(/\..*/, ""), name, { type: "file" }),
  );
  const act = () =>
    page.try(async () => {
      const [manifest, board, checkpoints] = await Promise.all(
        fields.map(({ input }) => read(input)),
      );
      await readFiles(page, manifest, { board, checkpoints });
    });
  page.show(
    "Bring the sealed ballots",
    p(
      "Copy these three files from the election’s page onto a stick, and bring it to this machine.",
    ),
    h(
      "div",
      { class: "narrow" },
      form("Read and check the files", act, ...fields.map(({ block }) => block)),
    ),
  );
}

/** @param {HTMLInputElement} input */
async function read(input) {
  const [file] = input.files ?? [];
  const name = input.labels?.[0]?.textContent;
  if (!file) throw new Malformed(`choose ${name} first`);
  return new Uint8Array(await file.arrayBuffer());
}

/**
 * @param {Page} page
 * @param {Bytes} raw the manifest
 * @param {{ board: Bytes, checkpoints: Bytes }} files
 */
async function readFiles(page, raw, { board, checkpoints }) {
  const manifest = await readManifest(raw);
  const threads = new Threads();
  try {
    await threads.begin(raw);
    const checkAll = async (/** @type {Manifest} */ _, /** @type {Board["entries"]} */ entries) => {
      showProgress(page, threads, "Checking the sealed ballots", 2 * entries.length);
      await threads.tokens(entries);
      await threads.ballots(entries);
    };
    const closed = await checkBoard(manifest, board, checkpoints, checkAll);
    askForOpening(page, manifest, closed, threads);
  } catch (fault) {
    threads.end();
    if (fault instanceof Malformed) showFiles(page);
    throw fault;
  }
}

/**
 * A bar that each piece of work moves on.
 * @param {Page} page
 * @param {Threads} threads
 * @param {string} heading
 * @param {number} all
 */
function showProgress(page, threads, heading, all) {
  const bar = h("progress", { max: Math.max(all, 1), value: 0, "aria-label": heading });
  const told = p(`0 of ${all}`);
  page.show(heading, bar, told);
  let done = 0;
  threads.onDone = (more) => {
    done += more;
    bar.value = done;
    told.textContent = `${done} of ${all}`;
  };
}

/**
 * @param {Page} page
 * @param {Manifest} manifest
 * @param {Board} board
 * @param {Threads} threads
 */
function askForOpening(page, manifest, board, threads) {
  page.rehearsal(manifest.purpose === "rehearsal");
  const then = async (/** @type {Share[]} */ shares) => {
    try {
      await open(page, manifest, board, threads, shares);
    } catch (fault) {
      if (fault instanceof Malformed) askForOpening(page, manifest, board, threads);
      throw fault;
    }
  };
  const wanted = { ...manifest, count: manifest.t, then };
  const told = h(
    "dl",
    { class: "facts" },
    ...fact("Election", manifest.title),
    ...fact("Sealed ballots", String(board.entries.length)),
    ...fact("Fingerprint of the ballot", inGroups(manifest.hash)),
    ...fact("Root of the board", inGroups(board.root)),
  );
  const compare = p(
    "The files are whole and signed. Compare the fingerprint with the mailed notice, " +
      "and the root with what observers saw at the close.",
  );
  askForShares(
    page,
    "Put the key together",
    wanted,
    compare,
    h("div", { class: "sheet" }, told),
    onTyping(),
  );
}

/**
 * @param {string} name
 * @param {string} text
 */
function fact(name, text) {
  return [h("dt", {}, name), h("dd", {}, text)];
}

/**
 * The board opened; the keys live in the threads alone, and end with them before anybody rolls.
 * @param {Page} page
 * @param {Manifest} manifest
 * @param {Board} board
 * @param {Threads} threads
 * @param {Share[]} shares
 */
async function open(page, manifest, board, threads, shares) {
  const keys = await keysOf(shares, manifest);
  wipe(shares);
  await threads.take(keys);
  for (const secret of [keys.aSecret, keys.bSecret]) secret.fill(0);
  showProgress(page, threads, "Opening the ballots", 2 * board.entries.length);
  const opening = await openBoard(manifest, board, threads);
  threads.end();
  showAnnounced(page, { manifest, board, opening });
}
