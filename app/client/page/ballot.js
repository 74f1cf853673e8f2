/** The marking of one ballot: contest after contest, the review, the cast. */
/** @import { Sealed } from "../protocol/sealing.js" */
/** @import { Voter } from "../voter/voter.js" */
/** @import { Page } from "./page.js" */
import { contestsOf } from "../protocol/manifest.js";
import { ContestView } from "./contest-view.js";
import { button, h } from "./elements.js";
import { showOpened, showReview } from "./review.js";
import * as words from "./words.js";

export class Ballot {
  /** @type {Map<string, number[]>} */
  #marks = new Map();
  /** @type {Set<string>} */
  #leftBlank = new Set();
  /** @type {Sealed[]} */
  #sealed = [];
  #isOver = false;

  /**
   * @param {Page} page
   * @param {Voter} voter
   * @param {object} how
   * @param {(act: () => Promise<unknown>) => Promise<void>} how.attempt says a refusal
   * @param {() => unknown} how.onCast
   */
  constructor(page, voter, { attempt, onCast }) {
    this.page = page;
    this.voter = voter;
    this.attempt = attempt;
    this.onCast = onCast;
    this.contests = voter.unmarked.flatMap((groupId) => contestsOf(voter.manifest, groupId));
    addEventListener("popstate", (event) => this.#show(event.state?.at ?? 0));
    addEventListener("beforeunload", (event) => {
      if (!this.#isOver && this.#marks.size) event.preventDefault();
    });
  }

  /** The first contest. */
  begin() {
    history.replaceState({ at: 0 }, "");
    this.#show(0);
  }

  /**
   * On to a contest, or to the review behind the last; the browser's own Back leads back.
   * @param {number} at
   */
  #go(at) {
    history.pushState({ at }, "");
    this.#show(at);
  }

  /** @param {number} at */
  #show(at) {
    if (this.#isOver) return;
    if (at < this.contests.length) this.#showContest(at);
    else void this.attempt(() => this.#review());
  }

  /** @param {number} at */
  #showContest(at) {
    const contest = this.contests[at];
    const chosen = this.#marks.get(contest.id) ?? [];
    const view = new ContestView({
      contest,
      chosen,
      onChange: (marks, said) => {
        this.#marks.set(contest.id, marks);
        this.page.say(said);
      },
    });
    const next = this.contests[at + 1];
    const place = h("span", { class: "quiet" }, `Contest ${at + 1} of ${this.contests.length}`);
    const back = at > 0 && button("Back", () => history.back(), "plain small");
    this.page.showWithFoot(
      contest.title,
      [h("p", { class: "acts" }, place, back), ...view.content],
      view.count,
      view.sorter,
      button(next ? "Next" : "Review", () => this.#go(at + 1), "small"),
    );
  }

  /** Seals the choices as they stand, afresh each time, and shows them. */
  async #review() {
    const { voter } = this;
    const seals = voter.unmarked.map((groupId) => voter.seal(groupId, this.#choicesOf(groupId)));
    this.#sealed = await Promise.all(seals);
    const review = {
      voter,
      contests: this.contests,
      marks: this.#marks,
      leftBlank: this.#leftBlank,
      sealed: this.#sealed,
      goBack: (/** @type {number} */ at) => this.#go(at),
      cast: () => this.attempt(() => this.#cast()),
      open: () => {
        showOpened(this.page, review);
        this.#sealed = []; // what was opened is never signed
      },
    };
    showReview(this.page, review);
  }

  /** @param {number} groupId */
  #choicesOf(groupId) {
    const contests = contestsOf(this.voter.manifest, groupId);
    return Object.fromEntries(contests.map(({ id }) => [id, this.#marks.get(id) ?? []]));
  }

  async #cast() {
    const sealed = this.#sealed;
    this.#isOver = true;
    this.#marks.clear();
    this.#sealed = [];
    this.page.show("Casting your ballot", h("p", {}, words.KEEP_OPEN));
    await this.voter.cast(sealed);
    this.onCast();
  }
}
