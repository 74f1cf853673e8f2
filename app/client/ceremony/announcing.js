/** What is announced when the ballots are open, the dice after it, and the file for the registrar. */
/** @import { Board } from "../protocol/closed-board.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { OpenedGroup } from "../protocol/opened.js" */
/** @import { Opening } from "../protocol/opening.js" */
/** @import { Reason } from "../protocol/reasons.js" */
/** @import { Page } from "./page.js" */
import { button, h } from "../page/elements.js";
import { Malformed, inGroups } from "../protocol/bytes.js";
import { sha256 } from "../protocol/hashes.js";
import { castIn, writeOpened } from "../protocol/opened.js";
import { answerDice } from "../protocol/opening.js";
import { checkOpened } from "../protocol/opening-checks.js";
import { LEAST_DICE, areDice } from "../protocol/partial-checking.js";
import { field, form, p, save } from "./elements.js";

/** @typedef {{ manifest: Manifest, board: Board, opening: Opening }} Ceremony */

/** @type {Record<Reason, string>} */
const REASONS = {
  "outer-does-not-open": "the outer envelope does not open",
  "outer-other-bytes": "the outer envelope, sealed again, is another one",
  "inner-seen-before": "a copy of another ballot",
  "inner-does-not-open": "the inner envelope does not open",
  "inner-other-bytes": "the inner envelope, sealed again, is another one",
  padding: "what fills the envelope up is not empty",
  "not-canonical": "it is not written as ballots are",
  "not-a-ballot": "it holds something that is no ballot",
  "contest-missing": "a contest is missing",
  "contest-foreign": "it names a contest that is not on this ballot",
  "number-unknown": "it names a candidate who is not there",
  "number-repeated": "it names a candidate twice",
  "numbers-too-many": "it names too many candidates",
  "marks-not-ascending": "its marks are out of order",
};

/**
 * @param {Page} page
 * @param {Ceremony} ceremony
 */
export function showAnnounced(page, ceremony) {
  const { opened, linksHash } = ceremony.opening;
  page.show(
    "Announce these two numbers",
    p(
      "The ballots are open, and the key is gone from this machine. Read both numbers " +
        "out. Observers write them down before any dice are rolled.",
    ),
    h("h2", {}, "H"),
    h("p", { class: "announced", id: "H" }, inGroups(opened.announced)),
    h("h2", {}, "L"),
    h("p", { class: "announced", id: "L" }, inGroups(linksHash)),
    h("h2", {}, "What was in the box"),
    figures(opened.groups),
    ...opened.groups.flatMap(spoiled),
    h(
      "div",
      { class: "next" },
      p("Next come the dice."),
      button("They are written down", () => showDice(page, ceremony)),
    ),
  );
}

/** @param {OpenedGroup[]} groups */
function figures(groups) {
  const head = ["Group", "On the board", "Valid", "Set aside"];
  const rows = groups.map((group) => {
    const cells = [castIn(group), group.plain.length, group.malformed.length];
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, `Group ${group.groupId}`),
      ...cells.map((each) => h("td", {}, String(each))),
    );
  });
  const heads = h("tr", {}, ...head.map((each) => h("th", { scope: "col" }, each)));
  return h(
    "div",
    { class: "wide", tabindex: 0, role: "region", "aria-label": "Ballots by group" },
    h("table", {}, h("thead", {}, heads), h("tbody", {}, ...rows)),
  );
}

/** @param {OpenedGroup} group */
function spoiled({ groupId, malformed }) {
  if (!malformed.length) return [];
  const records = malformed.map((record) => {
    const [place, index] =
      "board" in record ? ["on the board", record.board] : ["in the middle", record.middle];
    return h("li", {}, `Number ${index} ${place}: ${REASONS[record.reason]}.`);
  });
  return [h("h3", {}, `Set aside in group ${groupId}, and not counted`), h("ul", {}, ...records)];
}

/**
 * @param {Page} page
 * @param {Ceremony} ceremony
 */
function showDice(page, ceremony) {
  const dice = field("textarea", "dice", "The digits of the dice, in the order of rolling", {
    class: "code",
    rows: 2,
    inputmode: "numeric",
    hint: `At least ${LEAST_DICE} digits from 1 to 6; spaces do not matter. Two people read along.`,
  });
  const seen = field("textarea", "attested", "Sentences of those present", {
    rows: 3,
    hint: "One a line, such as “I saw the dice roll. Ann Lee, observer.” May be left empty.",
  });
  dice.input.addEventListener("input", () => page.say(`${digitsOf(dice.input).length} digits.`));
  const reveal = () =>
    page.try(async () => {
      const digits = digitsOf(dice.input);
      if (!areDice(digits)) {
        throw new Malformed(`these are not ${LEAST_DICE} digits or more, each from 1 to 6`);
      }
      const answered = await answerDice(ceremony.opening, digits);
      await showOpened(page, ceremony, { ...answered, attestations: attested(seen.input) });
    }, dice.input);
  const without = () =>
    page.try(async () => {
      const { opened } = ceremony.opening;
      await showOpened(page, ceremony, { ...opened, attestations: attested(seen.input) });
    }, seen.input);
  page.show(
    "Roll the dice",
    p(
      "Observers roll them where all can see. The dice choose which half of each " +
        "ballot’s way is shown, so that nobody could have known it before H and L were " +
        "announced.",
    ),
    h(
      "div",
      { class: "narrow" },
      form("Show what the dice ask for", reveal, dice.block, seen.block),
    ),
    h(
      "details",
      {},
      h("summary", {}, "There are no dice"),
      p("Then the opening is not checked in part, and the verifier says so to everybody."),
      p(button("Go on without dice", without, "plain")),
    ),
  );
}

/** @param {HTMLInputElement} input */
function digitsOf(input) {
  return input.value.replace(/\s/g, "");
}

/** @param {HTMLInputElement} input */
function attested(input) {
  const sentences = input.value
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  if (new Set(sentences).size !== sentences.length) {
    throw new Malformed("no two of the sentences may be the same");
  }
  return sentences;
}

/**
 * @param {Page} page
 * @param {Ceremony} ceremony
 * @param {import("../protocol/opened.js").Opened} opened
 */
async function showOpened(page, ceremony, opened) {
  page.say("Checking the opening against the board.");
  await checkOpened(ceremony.manifest, ceremony.board, opened);
  const raw = writeOpened(opened);
  for (const sides of ceremony.opening.sides.values()) sides.length = 0;
  const digest = inGroups(await sha256(raw));
  page.show(
    "Hand in the opened ballots",
    p(
      "One file holds every ballot, and no way back to who cast it. The election’s " +
        "page takes it, and checks it against the board.",
    ),
    p(button("Save opened.json", () => save("opened.json", raw))),
    h("h2", {}, "Its fingerprint"),
    h("p", { class: "announced" }, digest),
    h(
      "ol",
      {},
      h("li", {}, "Save the file to the stick."),
      h("li", {}, "Seal the shares, and keep them for a year."),
      h("li", {}, "Close this page."),
    ),
  );
}
