/** @import { Counted } from "../verifier/recount.js" */
import { unitOf } from "../counting/rule.js";

/**
 * A contest's outcome with what a succession takes; `count` null: declared, without a vote. The same
 * key of `people`, which stand in the order of `names`, is the same person in every contest.
 * @typedef {object} Filled
 * @property {string} id
 * @property {string} title
 * @property {string} group
 * @property {string} cite
 * @property {number} seats
 * @property {string[]} names
 * @property {string[]} people
 * @property {Counted | null} count
 */

/**
 * One seat of the certificate; of an ex officio seat the body stands for the contest.
 * @typedef {{ contest: string, member: string, how: string, cite: string, because: string }} Seat
 */

/** @typedef {{ office: string, person: string, name: string }} HeldBefore */

/**
 * Whether the next in votes follows, since candidates were marked and not ranked.
 * @param {Filled} filled
 */
export function isPlurality({ count }) {
  return !count || count.tabulation.alternates !== null;
}

/**
 * Who was elected, or declared elected, by key, in order.
 * @param {Filled} filled
 */
export function winnersOf({ count, people }) {
  return count ? count.tabulation.elected.map((each) => people[each]) : [...people];
}

/**
 * What a person is called in this contest.
 * @param {Filled} filled
 * @param {string} person
 */
export function nameIn({ people, names }, person) {
  return names[people.indexOf(person)];
}

/**
 * The whole votes that a person had in the first round; null where it was declared.
 * @param {Filled} filled
 * @param {string} person
 */
export function votesIn({ count, people }, person) {
  const votes = count?.tabulation.rounds[0]?.tally.get(people.indexOf(person));
  return !count || votes === undefined ? null : Number(votes / unitOf(count.tabulation.rule));
}
