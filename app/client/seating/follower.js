/** @import { Filled } from "./filled.js" */
/** @import { SeatRules } from "./rules.js" */
import { lastEliminated, nextAlternate, recounted } from "../counting/succession.js";
import { isPlurality } from "./filled.js";

export const VACANT = "vacant";
const LAST_ELIMINATED = "last eliminated";

/** @typedef {{ member: string | undefined, says: string }} Following who follows, and how that was found */

/**
 * Who follows, by the ballots that were cast, when `left` have gone and `sitting` stay.
 * @param {Filled} filled
 * @param {string[]} left
 * @param {string[]} sitting
 * @param {SeatRules} rules
 * @returns {Following}
 */
export function followerIn(filled, left, sitting, rules) {
  const { count, people, names } = filled;
  // Those between whom a run-off is awaited may come next.
  const isOpen = !count || count.tabulation.awaiting || wayIn(filled, rules).value === VACANT;
  if (isOpen) return { member: undefined, says: "" };
  const { tabulation, profile, lots } = count;
  const places = (/** @type {string[]} */ keys) => keys.map((key) => people.indexOf(key));
  const [gone, seated] = [places(left), places(sitting)];
  const member = (/** @type {number | undefined} */ at) =>
    at === undefined ? undefined : people[at];
  if (isPlurality(filled)) {
    return { member: member(nextAlternate(tabulation, [...gone, ...seated])), says: "" };
  }
  const again = recounted(profile, tabulation, { left: gone, sitting: seated, lots });
  const last = lastEliminated(tabulation, [...gone, ...seated], lots);
  const called = (/** @type {number | undefined} */ at) => (at === undefined ? "nobody" : names[at]);
  const says =
    "Counted again without whoever left, and with the others keeping their seats, the " +
    `ballots elect ${called(again)}; the last eliminated is ${called(last)}.`;
  const isLast = rules.succession.ranked.value === LAST_ELIMINATED;
  return { member: member(isLast ? last : again), says };
}

/**
 * How a seat of the contest that falls free is filled.
 * @param {Filled} filled
 * @param {SeatRules} rules
 */
export function wayIn(filled, { succession }) {
  return isPlurality(filled) ? succession.plurality : succession.ranked;
}
