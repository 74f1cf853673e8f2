/** The steps before and after the marking: signing in, beginning, the receipt, and every stop. */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { MyBallot } from "../voter/standing.js" */
/** @import { Voter } from "../voter/voter.js" */
/** @import { Page } from "./page.js" */
/** @import { Election } from "./registrar.js" */
import { inGroups } from "../protocol/bytes.js";
import { toBase64url } from "../protocol/encoding.js";
import { contestsOf } from "../protocol/manifest.js";
import { button, copyable, h } from "./elements.js";
import * as words from "./words.js";

/**
 * @param {string} id
 * @param {string} label
 * @param {Record<string, unknown>} [attributes]
 */
function field(id, label, attributes = {}) {
  const input = h("input", { id, autocapitalize: "off", spellcheck: "false", ...attributes });
  return { input, block: h("div", { class: "field" }, h("label", { for: id }, label), input) };
}

/**
 * @param {Page} page
 * @param {(number: string, code: string) => Promise<void>} signIn
 * @param {string} number as a link gave it
 */
export function showSignIn(page, signIn, number) {
  const member = field("number", "Member number", { autocomplete: "username", value: number });
  const code = field("code", "Your code", { autocomplete: "off" });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    return signIn(member.input.value.trim(), code.input.value);
  };
  page.show(
    "Sign in to vote",
    h("p", {}, "Your member number and your code are in the letter or e-mail that the elections committee sent you."),
    h(
      "form",
      { class: "sheet narrow", submit },
      member.block,
      code.block,
      h("button", {}, "Sign in"),
    ),
  );
}

/**
 * What can be compared with the letter: the manifest's hash, and where the sealed ballot goes.
 * @param {Voter} voter
 */
function compare({ manifest, box }) {
  return h(
    "details",
    {},
    h("summary", {}, "Compare with your letter"),
    h("p", {}, "The ballot’s fingerprint, as your notice prints it:"),
    h("p", { class: "digest" }, inGroups(manifest.hash)),
    h("p", {}, "The ballot box that your sealed ballot goes to:"),
    h("p", { class: "digest" }, box.origin),
  );
}

/**
 * @param {Page} page
 * @param {Voter} voter whose seed is kept
 * @param {Election} election
 * @param {() => unknown} begin
 */
export async function showStart(page, voter, { dates, zone }, begin) {
  const closes = words.moment(new Date(dates.closes_issue), zone);
  page.show(
    "Your ballot is ready",
    h("p", {}, `Voting closes ${closes}.`),
    h(
      "p",
      {},
      "Your vote is secret: this page seals it before it leaves this device, and the ballot box " +
        "never learns who you are.",
    ),
    h("h2", {}, "First keep your recovery code"),
    h(
      "p",
      {},
      "If this device fails, you can finish on another one with it. Nobody else has this code, " +
        "and nobody can make a new one.",
    ),
    copyable("recovery code", await voter.code(), page.say),
    h(
      "p",
      { class: "tie" },
      "When you begin, an electronic ballot is issued to you. A paper ballot from you is then not " +
        "counted, even if you do not finish here.",
    ),
    h("p", {}, button("Begin", begin)),
    compare(voter),
  );
}

/**
 * @param {Page} page
 * @param {Voter} voter
 * @param {() => unknown} goOn
 */
export async function showReturn(page, voter, goOn) {
  page.show(
    "Go on with your ballot",
    h("p", {}, "Your ballot was issued to you here and is not cast. Nothing keeps your choices, so mark them again."),
    h("p", {}, button("Go on", goOn)),
    h(
      "details",
      {},
      h("summary", {}, "Your recovery code"),
      copyable("recovery code", await voter.code(), page.say),
    ),
    compare(voter),
  );
}

/**
 * @param {Page} page
 * @param {(code: string) => unknown} takeUp
 */
export function showElsewhere(page, takeUp) {
  const code = field("recovery", "Recovery code", { autocomplete: "off" });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    return takeUp(code.input.value);
  };
  page.show(
    "Your ballot was issued to another device",
    h("p", {}, "Go on there, or type its recovery code here: eight groups of four."),
    h("form", { class: "sheet narrow", submit }, code.block, h("button", {}, "Go on here")),
    h(
      "p",
      { class: "quiet" },
      "Without that device and without its code your ballot cannot be cast: nobody can issue a second one.",
    ),
  );
}

/**
 * @param {Page} page
 * @param {MyBallot} mine
 */
export function showRefused(page, mine) {
  const unmet = mine.ruling.findings.filter((finding) => !finding.met);
  const reasons = unmet.map(({ says, cite }) => h("li", {}, `${says} `, h("cite", { class: "rule" }, cite)));
  page.show(
    unmet.length ? "You cannot vote in this election" : "There is nothing for you to vote on",
    unmet.length ? h("ul", {}, ...reasons) : h("p", {}, "No contest of this ballot is in your electorate."),
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
        "committee and the observers what stands above; ask for a paper ballot if none was issued to you yet.",
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
      h("p", { class: "tie" }, "It was cast before, on another device. What you marked here was not cast."),
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
    h("p", { class: "acts" }, button("Print", () => print(), "plain"), button("Forget all of this on this device", forget, "plain")),
    h("p", { class: "quiet" }, "After voting closes you can see here that your ballot is on the published board, as long as this device has not forgotten."),
    isOver && h("p", {}, button("See that my ballot is on the board", prove)),
  );
}

/**
 * @param {Manifest} manifest
 * @param {number} groupId
 */
function contestTitles(manifest, groupId) {
  const titles = contestsOf(manifest, groupId).map((contest) => contest.title);
  return titles.length > 3 ? `${titles.slice(0, 2).join(", ")} and ${titles.length - 2} more` : titles.join(", ");
}

/** @param {Page} page */
export function showProved(page) {
  page.show(
    "Your ballot is on the board",
    h("p", {}, "The ballot box signed the published board, and your sealed ballot stands on it. This device has now forgotten all of it."),
  );
}

/** @param {Page} page */
export function showForgotten(page) {
  page.show(
    "This device has forgotten your ballot",
    h("p", {}, "What is in the box stays there. Close this page now."),
  );
}
