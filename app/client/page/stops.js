/** Where the ballot page stops: no vote, paper, too early, too late, an alarm. */
/** @import { MyBallot } from "../voter/standing.js" */
/** @import { Page } from "./page.js" */
import { h } from "./elements.js";

/**
 * @param {Page} page
 * @param {MyBallot} mine
 */
export function showRefused(page, mine) {
  const unmet = mine.ruling.findings.filter((finding) => !finding.met);
  const reasons = unmet.map(({ says, cite }) =>
    h("li", {}, `${says} `, h("cite", { class: "rule" }, cite)),
  );
  page.show(
    unmet.length ? "You cannot vote in this election" : "There is nothing for you to vote on",
    unmet.length
      ? h("ul", {}, ...reasons)
      : h("p", {}, "No contest of this ballot is in your electorate."),
    h("p", {}, "If this is wrong, ask the elections committee."),
  );
}

/** @param {Page} page */
export function showPaper(page) {
  page.show(
    "Your paper ballot has come in",
    h("p", {}, "So no electronic ballot is issued to you. There is nothing more to do."),
  );
}

/**
 * @param {Page} page
 * @param {string} reason
 */
export function showAlarm(page, reason) {
  page.show(
    "Stop: do not vote on this page",
    h("p", { role: "alert", class: "fault" }, `${reason[0].toUpperCase()}${reason.slice(1)}.`),
    h(
      "p",
      {},
      "An honest registrar and an honest ballot box never answer like this. Tell the elections " +
        "committee and the observers what stands above; ask for a paper ballot if none was " +
        "issued to you yet.",
    ),
  );
}

/**
 * @param {Page} page
 * @param {string} heading
 * @param {string} sentence
 */
export function showStop(page, heading, sentence) {
  page.show(heading, h("p", {}, sentence));
}
