/** Marking a ballot: what a tap makes of the choices, and what is said of it. */
/** @import { Contest } from "../protocol/contests.js" */
import * as words from "./words.js";

/**
 * The choices after a tap, and the sentence that tells of it.
 * @typedef {{ chosen: number[], said: string }} Marked
 */

/**
 * A tap on a candidate: the next rank or mark; again, and it goes and the gap closes.
 * @param {Contest} contest
 * @param {number[]} chosen candidate numbers: a ranking in order, or marks ascending
 * @param {number} number
 * @returns {Marked}
 */
export function tap(contest, chosen, number) {
  if (chosen.includes(number)) return removed(contest, chosen, number);
  const name = contest.candidates[number - 1];
  if (contest.limit === 1 && !contest.ranked) {
    return { chosen: [number], said: words.marked(name, 1, 1) };
  }
  if (chosen.length >= contest.limit) {
    return { chosen, said: words.full(contest, name) };
  }
  if (contest.ranked) {
    return { chosen: [...chosen, number], said: words.ranked(name, chosen.length + 1) };
  }
  const marks = [...chosen, number].sort((one, other) => one - other);
  return { chosen: marks, said: words.marked(name, marks.length, contest.limit) };
}

/**
 * @param {Contest} contest
 * @param {number[]} chosen
 * @param {number} number
 * @returns {Marked}
 */
function removed(contest, chosen, number) {
  const left = chosen.filter((each) => each !== number);
  return { chosen: left, said: words.removed(contest.candidates[number - 1], left.length) };
}

/**
 * A ranked candidate one place up (-1) or down (1); at the end nothing moves.
 * @param {Contest} contest
 * @param {number[]} chosen
 * @param {number} number
 * @param {-1 | 1} by
 * @returns {Marked}
 */
export function move(contest, chosen, number, by) {
  const at = chosen.indexOf(number);
  const other = chosen[at + by];
  const name = contest.candidates[number - 1];
  if (other === undefined) return { chosen, said: words.atTheEnd(name, by) };
  const moved = chosen.map((each) => (each === number ? other : each === other ? number : each));
  return { chosen: moved, said: words.ranked(name, at + by + 1) };
}

/**
 * The rows of a contest in rank order, and after them the others as the ballot has them.
 * @param {Contest} contest
 * @param {number[]} chosen
 */
export function inOrder(contest, chosen) {
  const numbers = contest.candidates.map((_, at) => at + 1);
  return [...chosen, ...numbers.filter((number) => !chosen.includes(number))];
}

/**
 * Whether a name has every word of the filter, without regard to case or accents.
 * @param {string} name
 * @param {string} filter
 */
export function isFound(name, filter) {
  const folded = fold(name);
  return fold(filter)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

/** @param {string} text */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}
