/** The rehearsal: a dealing of its own, some shares put away, and the report for the registrar. */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { PublicKeys } from "../protocol/dealing.js" */
/** @import { Share } from "../protocol/shares.js" */
/** @import { Page } from "./page.js" */
import { button, h } from "../page/elements.js";
import { rehearse } from "../protocol/rehearsing.js";
import { askForShares, onTyping, wipe } from "./asking.js";
import { showNumbers } from "./dealing-steps.js";
import { p, save } from "./elements.js";

/** @param {Page} page */
export function showRehearsal(page) {
  page.rehearsal(true);
  showNumbers(page, dropShares);
}

/**
 * @param {Page} page
 * @param {PublicKeys} keys
 */
function dropShares(page, keys) {
  const away = keys.n - keys.t;
  const then = async (/** @type {Share[]} */ shares) => {
    const random = (/** @type {number} */ length) => crypto.getRandomValues(new Uint8Array(length));
    const report = await rehearse(keys, shares, random);
    wipe(shares);
    showReport(page, keys, report);
  };
  askForShares(
    page,
    `Put ${away} of the shares away`,
    { ...keys, count: keys.t, then },
    p(
      `Play that ${away} trustees have lost their shares. The other ${keys.t} put the ` +
        `key together, and it opens ballots that are made up here.`,
    ),
    onTyping(),
  );
}

/**
 * @param {Page} page
 * @param {PublicKeys} keys
 * @param {Bytes} report
 */
function showReport(page, { t, n }, report) {
  page.show(
    "The rehearsal worked",
    p(
      `${t} shares opened every made-up ballot, without the other ${n - t}. The ` +
        `election’s page takes this report, and voting cannot be opened without it.`,
    ),
    p(button("Save rehearsal.json", () => save("rehearsal.json", report))),
    h(
      "ol",
      {},
      h("li", {}, "Save the report to a stick."),
      h("li", {}, "Tear up the sheets of this rehearsal. They open nothing else."),
      h("li", {}, "Close this page."),
    ),
  );
}
