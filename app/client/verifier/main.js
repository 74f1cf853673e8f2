/** The page where there is a document, and one of its threads where there is none. */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Outcome, Verdict } from "./outcomes.js" */
import { field, form, p } from "../ceremony/elements.js";
import { Page } from "../ceremony/page.js";
import { Threads } from "../ceremony/threads.js";
import { work } from "../ceremony/worker.js";
import { button, h } from "../page/elements.js";
import { readArchive } from "../protocol/archive.js";
import { Malformed } from "../protocol/bytes.js";
import { fromBase64url } from "../protocol/encoding.js";
import { CHECKS, checkOwn } from "./checks.js";
import { Evidence } from "./evidence.js";
import { verified } from "./outcomes.js";

const RECEIPT = 96;
/** @type {Record<Verdict, [string, string]>} */
const SHOWN = {
  verified: ["met", "Holds: "],
  refused: ["not", "Refused: "],
  "not proven": ["not", "Not proven: "],
  "not performed": ["due", "Not done here: "],
};

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
  const threads = new Threads();
  const court = { evidence, threads };
  const list = h("ul", { class: "checks" });
  page.show("Checking the election", list);
  evidence.manifest().then(
    ({ purpose }) => page.rehearsal(purpose === "rehearsal"),
    () => page.rehearsal(false),
  );
  const verdicts = new Set([
    told(list, "archive", verified(`${data.length} bytes, laid out as a bundle is written`)),
  ]);
  for (const [name, made] of Object.entries(CHECKS)) {
    verdicts.add(told(list, name, await outcomeOf(() => made(court))));
  }
  if (receipt)
    verdicts.add(told(list, "your receipt", await outcomeOf(() => checkOwn(court, receipt))));
  threads.end();
  conclude(page, list, verdicts);
}

/** @param {() => Promise<Outcome>} made */
async function outcomeOf(made) {
  try {
    return await made();
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    return /** @type {Outcome} */ ({ verdict: "refused", detail: fault.message });
  }
}

/**
 * @param {HTMLElement} list
 * @param {string} name
 * @param {Outcome} outcome
 */
function told(list, name, { verdict, detail }) {
  const [kind, words] = SHOWN[verdict];
  const said = h("span", { class: "unseen" }, words);
  list.append(h("li", { class: kind }, h("span", {}, said, h("strong", {}, name), `: ${detail}`)));
  return verdict;
}

/**
 * @param {Page} page
 * @param {HTMLElement} list
 * @param {Set<Verdict>} verdicts
 */
function conclude(page, list, verdicts) {
  const again = p(button("Check another file", () => begin(page), "plain"));
  if (verdicts.has("refused") || verdicts.has("not proven")) {
    const alarm = p(
      "Do not trust this file. Keep it, and tell the committee and an observer which check failed.",
    );
    return page.show(
      verdicts.has("refused") ? "This file is refused" : "This is not proven",
      alarm,
      list,
      again,
    );
  }
  page.show(
    "What this page checks holds",
    p(
      "The sealed ballots are signed as they must be, and the opened ones fit them as " +
        "far as can be seen without a key. This page does not count. “tellers verify” " +
        "does: it counts again, and compares margins, ties and seats. Checks with a dot " +
        "were not made here.",
    ),
    list,
    again,
  );
}

if (typeof document === "undefined") work();
else begin(new Page());
