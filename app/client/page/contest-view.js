/** One contest of the ballot as rows: a tap marks or ranks, and no row moves by itself. */
/** @import { Contest, Question } from "../protocol/contests.js" */
import { button, h } from "./elements.js";
import { inOrder, isFound, move, tap } from "./marks.js";
import * as words from "./words.js";

const LONG = 12; // candidates, from which on a contest has a filter

/**
 * @typedef {object} Shown
 * @property {Contest} contest
 * @property {number[]} chosen
 * @property {(chosen: number[], said: string) => void} onChange
 */

/** The rows of a contest, and what the foot of its page needs of them. */
export class ContestView {
  /** @param {Shown} shown */
  constructor({ contest, chosen, onChange }) {
    this.contest = contest;
    this.chosen = chosen;
    this.onChange = onChange;
    const rows = contest.candidates.map((name, at) => this.#row(name, at + 1));
    this.rows = rows;
    this.list = contest.ranked
      ? h("ul", { class: "candidates" }, ...rows.map((row) => row.item))
      : h(
          "fieldset",
          { class: "candidates" },
          h("legend", { class: "unseen" }, contest.title),
          ...rows.map((row) => row.item),
        );
    this.count = h("b", { class: "count" });
    this.#update();
  }

  /** All of the contest: what it asks, how to mark it, the filter where it is long, the rows. */
  get content() {
    const { contest } = this;
    const isLong = contest.candidates.length >= LONG;
    const canClear = !contest.ranked;
    const clear = button("Clear all choices", () => this.#take([], words.CLEARED), "plain small");
    return [
      contest.question && asked(contest.question),
      h("p", {}, words.howTo(contest)),
      isLong && this.#filter(),
      this.list,
      canClear && h("p", {}, clear),
    ];
  }

  /** The button that puts the rows in rank order, for a ranked contest. */
  get sorter() {
    return this.contest.ranked && button("Put in order", () => this.#putInOrder(), "plain small");
  }

  /**
   * @param {string} name
   * @param {number} number
   */
  #row(name, number) {
    return this.contest.ranked ? this.#rankedRow(name, number) : this.#markedRow(name, number);
  }

  /**
   * @param {string} name
   * @param {number} number
   */
  #rankedRow(name, number) {
    const { contest } = this;
    const rank = h("span", { class: "rank", "aria-hidden": "true" });
    const told = h("span", { class: "unseen" });
    const choose = () => this.#apply(tap(contest, this.chosen, number));
    const press = h("button", { type: "button", class: "candidate", click: choose });
    press.append(rank, h("bdi", {}, name), told);
    const up = this.#mover(name, number, -1);
    const down = this.#mover(name, number, 1);
    const moves = h("span", { class: "moves" }, up, down);
    const item = h("li", {}, press, moves);
    const update = () => {
      const at = this.chosen.indexOf(number);
      rank.textContent = at < 0 ? "" : String(at + 1);
      told.textContent = at < 0 ? "" : `, choice ${at + 1}`;
      press.setAttribute("aria-pressed", String(at >= 0));
      moves.hidden = at < 0;
      up.setAttribute("aria-disabled", String(at === 0));
      down.setAttribute("aria-disabled", String(at === this.chosen.length - 1));
    };
    return { item, name, update };
  }

  /**
   * @param {string} name
   * @param {number} number
   * @param {-1 | 1} by
   */
  #mover(name, number, by) {
    const go = () => this.#apply(move(this.contest, this.chosen, number, by));
    const mover = button(by < 0 ? "Up" : "Down", go, "plain small");
    mover.append(h("span", { class: "unseen" }, ` ${name}`));
    return mover;
  }

  /**
   * @param {string} name
   * @param {number} number
   */
  #markedRow(name, number) {
    const { contest } = this;
    const type = contest.limit === 1 ? "radio" : "checkbox";
    const choose = () => this.#apply(tap(contest, this.chosen, number));
    const input = h("input", { type, name: contest.id, value: number, change: choose });
    const item = h("label", { class: "candidate" }, input, h("bdi", {}, name));
    const update = () => {
      input.checked = this.chosen.includes(number);
    };
    return { item, name, update };
  }

  #filter() {
    const shown = h("span", { role: "status", class: "quiet" });
    const input = h("input", { type: "search", id: "filter", autocomplete: "off" });
    input.addEventListener("input", () => {
      for (const { item, name } of this.rows) item.hidden = !isFound(name, input.value);
      const left = this.rows.filter(({ item }) => !item.hidden).length;
      shown.textContent = input.value ? words.found(left, this.rows.length) : "";
    });
    const label = h("label", { for: "filter" }, "Find a name");
    return h("div", { class: "field narrow" }, label, input, shown);
  }

  #putInOrder() {
    const ordered = inOrder(this.contest, this.chosen).map((number) => this.rows[number - 1].item);
    this.list.append(...ordered);
    this.onChange(this.chosen, words.ORDERED);
  }

  /** @param {import("./marks.js").Marked} marked */
  #apply({ chosen, said }) {
    this.#take(chosen, said);
  }

  /**
   * @param {number[]} chosen
   * @param {string} said
   */
  #take(chosen, said) {
    this.chosen = chosen;
    this.#update();
    this.onChange(chosen, said);
  }

  #update() {
    for (const row of this.rows) row.update();
    this.count.textContent = words.soFar(this.contest, this.chosen.length);
  }
}

/**
 * The text that is voted on, the arguments on both sides, and what carries it.
 * @param {Question} question
 */
function asked(question) {
  const { text, argumentsFor, argumentsAgainst, measure, notice, approval, cite } = question;
  const effect = approval && words.effect(approval);
  const terms = [measure, effect, notice].filter(Boolean).join(" ");
  return h(
    "div",
    { class: "asked" },
    h("blockquote", { dir: "auto" }, text),
    argument("Arguments for", argumentsFor),
    argument("Arguments against", argumentsAgainst),
    h("p", { class: "quiet" }, `${terms} (${cite})`),
  );
}

/**
 * @param {string} side
 * @param {string} text
 */
function argument(side, text) {
  return text
    ? h("section", {}, h("h2", {}, side), h("p", { class: "argument", dir: "auto" }, text))
    : null;
}
