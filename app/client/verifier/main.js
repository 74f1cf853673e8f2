/** The page where there is a document, and one of its threads where there is none. */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Check } from "./checks.js" */
/** @import { Verdict } from "./outcomes.js" */
import { field, form, p } from "../ceremony/elements.js";
import { Page } from "../ceremony/page.js";
import { Threads } from "../ceremony/threads.js";
import { work } from "../ceremony/worker.js";
import { button, h } from "../page/elements.js";
import { readArchive } from "../protocol/archive.js";
import { Malformed } from "../protocol/bytes.js";
import { fromBase64url } from "../protocol/encoding.js";
import { verifications } from "./checks.js";
import { Evidence } from "./evidence.js";
import { verified } from "./outcomes.js";
import { winners } from "./winners.js";

const RECEIPT = 96;
/** @type {Record<Verdict, [string, string]>} */
const SHOWN = {
  verified: ["met", "Holds: "],
  refused: ["not", "Refused: "],
  "not proven": ["not", "Not proven: "],
  "not performed": ["due", "Not done here: "],
};
const BEYOND = [
  "A dot marks what was not checked here. The second count is one of them: the registrar repeats " +
    "each ranked count with another program, and this page shows what came of it.",
  "Some facts stand in no ballot, and are the committee’s word, written in the file for all to " +
    "read: who may vote, which rules fill the seats, who of two contests is one person, who held " +
    "an office before, which seat a winner chose, and board seats that go by the size of a unit.",
];

/** @param {Page} page */
function begin(page) {
  const bundle = field("input", "bundle", "The public file (election-bundle.zip)", {
    type: "file",
  });
  const receipt = field("textarea", "receipt", "Your receipt", {
    class: "code",
    rows: 3,
    hint: "If you have one. It shows no choice.",
  });
  const act = () =>
    page.try(async () => {
      const own = receipt.input.value.trim() ? receiptIn(receipt.input.value) : undefined;
      const [file] = bundle.input.files ?? [];
      if (!file) throw new Malformed("choose the public file first");
      await check(page, new Uint8Array(await file.arrayBuffer()), own);
    });
  page.show(
    "Check an election yourself",
    p(
      "This page takes the public file of an election and checks it on your own " +
        "device. It sends nothing anywhere.",
    ),
    h("div", { class: "narrow" }, form("Check it", act, bundle.block, receipt.block)),
  );
}

/** @param {string} text */
function receiptIn(text) {
  const receipt = fromBase64url(text.replace(/\s/g, ""), "the receipt");
  if (receipt.length !== RECEIPT) {
    throw new Malformed(`the receipt has ${receipt.length} bytes, not ${RECEIPT}`);
  }
  return receipt;
}

/**
 * Every check as it is done, and then what they come to together.
 * @param {Page} page
 * @param {Bytes} data
 * @param {Bytes | undefined} receipt
 */
async function check(page, data, receipt) {
  const evidence = new Evidence(readArchive(data));
  const list = h("ul", { class: "checks" });
  page.show("Checking the election", list);
  page.rehearsal(await isRehearsal(evidence));
  const archive = verified(`${data.length} bytes, laid out as a bundle is written`);
  tell(list, { name: "archive", ...archive });
  const [threads, failed] = [new Threads(), /** @type {Check[]} */ ([])];
  try {
    for await (const made of verifications({ evidence, threads }, receipt)) {
      tell(list, made);
      if (SHOWN[made.verdict][0] === "not") failed.push(made);
      await painted();
    }
  } finally {
    threads.end();
  }
  const again = p(button("Check another file", () => begin(page), "plain"));
  if (failed.length) refuse(page, failed, list, again);
  else page.show("Every check made here holds", ...(await holding(evidence, list)), again);
}

/** @param {Evidence} evidence */
function isRehearsal(evidence) {
  return evidence.manifest().then(
    ({ purpose }) => purpose === "rehearsal",
    () => false,
  );
}

/** Lets the browser show what is there, as the checks leave it no time. */
function painted() {
  return new Promise((done) => setTimeout(done));
}

/**
 * @param {HTMLElement} list
 * @param {Check} check
 */
function tell(list, { name, verdict, detail }) {
  const [kind, words] = SHOWN[verdict];
  const said = h("span", { class: "unseen" }, words);
  list.append(h("li", { class: kind }, h("span", {}, said, h("strong", {}, name), `: ${detail}`)));
}

/**
 * @param {Page} page
 * @param {Check[]} failed
 * @param {HTMLElement} list
 * @param {HTMLElement} again
 */
function refuse(page, failed, list, again) {
  const isRefused = failed.some(({ verdict }) => verdict === "refused");
  page.show(
    isRefused ? "This file is refused" : "This is not proven",
    p("Do not trust this file. Keep it, and tell the committee and an observer what failed:"),
    h("ul", {}, ...failed.map(({ name }) => h("li", {}, h("strong", {}, name)))),
    h("h2", {}, "Every check"),
    list,
    again,
  );
}

/**
 * What a file comes to of which every check holds.
 * @param {Evidence} evidence
 * @param {HTMLElement} list
 */
async function holding(evidence, list) {
  return [
    p(
      "The sealed ballots are signed as they must be, and the opened ones fit them as far as can " +
        "be seen without a key. This page counted every contest again from the ballots, and came " +
        "to the same winners, ties and seats.",
    ),
    h("h2", {}, "What this page counted"),
    await winners(evidence),
    p("Who wins two seats and may hold one leaves the other: the check “seats” sees who follows."),
    h("h2", {}, "Every check"),
    list,
    ...BEYOND.map((sentence) => p(sentence)),
  ];
}

if (typeof document === "undefined") work();
else begin(new Page());
