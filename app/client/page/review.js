/** The review in rank order, and the sealed ballot that may be checked before it is cast. */
/** @import { Contest } from "../protocol/contests.js" */
/** @import { Sealed } from "../protocol/sealing.js" */
/** @import { Voter } from "../voter/voter.js" */
/** @import { Page } from "./page.js" */
import { inGroups } from "../protocol/bytes.js";
import { choicesInWords, openedText } from "./audit.js";
import { button, copyable, h } from "./elements.js";
import * as words from "./words.js";

/**
 * @typedef {object} Review
 * @property {Voter} voter
 * @property {Contest[]} contests
 * @property {Map<string, number[]>} marks
 * @property {Set<string>} leftBlank contests that the voter agreed to leave blank
 * @property {Sealed[]} sealed these very choices, sealed and not signed
 * @property {(at: number) => void} goBack
 * @property {() => unknown} cast
 * @property {() => unknown} open
 */

/**
 * @param {Page} page
 * @param {Review} review
 */
export function showReview(page, review) {
  const { contests, marks, leftBlank, cast } = review;
  const undecided = () => contests.filter(({ id }) => !marks.get(id)?.length && !leftBlank.has(id));
  const castNow = button("Cast my ballot", () => {
    if (!undecided().length) return cast();
    page.say(words.UNDECIDED);
    return document.getElementById(`empty-${undecided()[0].id}`)?.focus();
  });
  const update = () => castNow.setAttribute("aria-disabled", String(undecided().length > 0));
  update();
  page.show(
    "Review your ballot",
    ...contests.map((contest, at) => reviewed(review, contest, at, update)),
    h("h2", {}, "Cast it"),
    h("p", {}, "This is final: a ballot that is cast cannot be changed, taken back or cast again."),
    h("p", {}, castNow),
    checking(review),
  );
}

/**
 * @param {Review} review
 * @param {Contest} contest
 * @param {number} at
 * @param {() => void} update
 */
function reviewed({ marks, leftBlank, goBack }, contest, at, update) {
  const chosen = marks.get(contest.id) ?? [];
  const items = chosen.map((number) => h("li", {}, h("bdi", {}, contest.candidates[number - 1])));
  const change = button("Change", () => goBack(at), "plain small");
  change.append(h("span", { class: "unseen" }, ` ${contest.title}`));
  return h(
    "section",
    { class: "contest" },
    h("h2", {}, contest.title),
    chosen.length > 0 && (contest.ranked ? h("ol", {}, ...items) : h("ul", {}, ...items)),
    chosen.length > 0 && h("p", { class: "quiet" }, words.summary(contest, chosen.length)),
    chosen.length ? h("p", {}, change) : empty(contest, leftBlank, () => goBack(at), update),
  );
}

/**
 * An empty contest: going back and leaving it blank are equals.
 * @param {Contest} contest
 * @param {Set<string>} leftBlank
 * @param {() => void} goBack
 * @param {() => void} update
 */
function empty(contest, leftBlank, goBack, update) {
  const leave = button(
    "Leave blank",
    () => {
      leftBlank.add(contest.id);
      leave.setAttribute("aria-pressed", "true");
      update();
    },
    "plain",
  );
  leave.setAttribute("aria-pressed", String(leftBlank.has(contest.id)));
  const back = h(
    "button",
    { type: "button", class: "plain", id: `empty-${contest.id}`, click: goBack },
    "Go back",
  );
  for (const each of [back, leave])
    each.append(h("span", { class: "unseen" }, ` ${contest.title}`));
  return h("div", {}, h("p", {}, words.nothing(contest)), h("p", { class: "acts" }, back, leave));
}

/**
 * Audit before cast: the check codes come first, and only then is it decided to cast or to open.
 * @param {Review} review
 */
function checking({ sealed, open }) {
  return h(
    "details",
    {},
    h("summary", {}, "Check this device before you cast"),
    h(
      "p",
      {},
      "Your ballot is sealed now, under the check codes below. Write them down. Then cast it, or " +
        "have it opened instead, to see on a second device that it holds what you chose. An opened " +
        "ballot is thrown away and a new one is sealed, so nobody can know which ballot you will check.",
    ),
    ...sealed.map(({ auditCode }) => h("p", { class: "digest" }, inGroups(auditCode))),
    secondDevice(),
    h("p", {}, button("Open this ballot, do not cast it", open, "plain")),
  );
}

/**
 * @param {Page} page
 * @param {Review} review
 */
export function showOpened(page, { voter, sealed, goBack, contests }) {
  page.show(
    "This ballot is opened and will not be cast",
    h("p", {}, "Copy the text below to the second device, which seals it again."),
    secondDevice(),
    ...sealed.flatMap((each) => [
      h("h2", {}, "Check code"),
      h("p", { class: "digest" }, inGroups(each.auditCode)),
      copyable("opened ballot", openedText(voter.manifest, each), page.say),
      choicesInWords(voter.manifest, each),
    ]),
    h(
      "p",
      {},
      button("Seal my choices anew", () => goBack(contests.length)),
    ),
  );
}

function secondDevice() {
  const address = h("span", { class: "digest" }, `${location.origin}${location.pathname}#check`);
  return h("p", {}, "On the second device open ", address);
}
