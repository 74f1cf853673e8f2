/** The receipt, and what may be done with it until this device forgets. */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { Voter } from "../voter/voter.js" */
/** @import { Page } from "./page.js" */
/** @import { Election } from "./registrar.js" */
import { toBase64url } from "../protocol/encoding.js";
import { contestsOf } from "../protocol/manifest.js";
import { button, copyable, h } from "./elements.js";

/**
 * @param {Page} page
 * @param {Voter} voter every group receipted
 * @param {Election} election
 * @param {object} acts
 * @param {() => unknown} acts.prove
 * @param {() => unknown} acts.forget
 */
export function showReceipt(page, voter, { dates, now }, { prove, forget }) {
  const isOver = new Date(dates.closes_cast) < new Date(now);
  page.show(
    "Your ballot is in the box",
    voter.castElsewhere &&
      h(
        "p",
        { class: "tie" },
        "It was cast before, on another device. What you marked here was not cast.",
      ),
    h("p", {}, "You are done. Close this page if you share this device."),
    h("h2", {}, "Receipt"),
    h("p", {}, "It proves that your sealed ballot is in the box, and shows no choice."),
    ...[...(voter.kept?.receipts ?? [])].map(([groupId, receipt]) =>
      h(
        "div",
        { class: "receipt" },
        h("h3", {}, contestTitles(voter.manifest, groupId)),
        copyable("receipt", toBase64url(receipt), page.say),
      ),
    ),
    h(
      "p",
      { class: "acts" },
      button("Print", () => print(), "plain"),
      button("Forget all of this on this device", forget, "plain"),
    ),
    h(
      "p",
      { class: "quiet" },
      "After voting closes you can see here that your ballot is on the published board, as " +
        "long as this device has not forgotten.",
    ),
    isOver && h("p", {}, button("See that my ballot is on the board", prove)),
  );
}

/**
 * @param {Manifest} manifest
 * @param {number} groupId
 */
function contestTitles(manifest, groupId) {
  const titles = contestsOf(manifest, groupId).map((contest) => contest.title);
  return titles.length > 3
    ? `${titles.slice(0, 2).join(", ")} and ${titles.length - 2} more`
    : titles.join(", ");
}

/** @param {Page} page */
export function showProved(page) {
  page.show(
    "Your ballot is on the board",
    h(
      "p",
      {},
      "The ballot box signed the published board, and your sealed ballot stands on it. This " +
        "device has now forgotten all of it.",
    ),
  );
}

/** @param {Page} page */
export function showForgotten(page) {
  page.show(
    "This device has forgotten your ballot",
    h("p", {}, "What is in the box stays there. Close this page now."),
  );
}
