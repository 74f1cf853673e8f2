/** The steps before the marking: signing in, beginning, coming back, on another device. */
/** @import { Voter } from "../voter/voter.js" */
/** @import { Page } from "./page.js" */
/** @import { Election } from "./registrar.js" */
import { inGroups } from "../protocol/bytes.js";
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
    h(
      "p",
      {},
      "Your member number and your code are in the letter or e-mail that the elections " +
        "committee sent you.",
    ),
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
    h(
      "p",
      {},
      "Your ballot was issued to you here and is not cast. Nothing keeps your choices, so " +
        "mark them again.",
    ),
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
      "Without that device and without its code your ballot cannot be cast: nobody can issue " +
        "a second one.",
    ),
  );
}
