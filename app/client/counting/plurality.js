/** @import { Count, Tally } from "./count.js" */
/** @import { Profile } from "./profile.js" */
import { equals, votesOf } from "./count.js";

/**
 * Elects those with most marks; who has no mark is neither elected nor an alternate.
 * @param {Profile} profile
 * @param {Count} count
 * @param {number} seats
 * @returns the alternates in order
 */
export function plurality(profile, count, seats) {
  const tally = marksOf(profile, seats);
  count.open(tally);
  elect(tally, [...tally.keys()], count, seats);
  return alternatesOf(tally, count);
}

/**
 * Fills the places guaranteed to each group by its best, then the rest by votes; a guaranteed place
 * for which nobody of the group has a mark stays vacant.
 * @param {Profile} profile
 * @param {Count} count
 * @param {number} seats
 * @param {Map<number, string>} groups which candidate belongs to which group
 * @returns the alternates in order, and who was seated for which group
 */
export function guaranteed(profile, count, seats, groups) {
  const tally = marksOf(profile, seats);
  count.open(tally);
  /** @type {Map<number, string>} */
  const seated = new Map();
  const candidates = [...tally.keys()];
  let places = seats;
  for (const [group, number] of count.rule.guarantee) {
    const own = candidates.filter((candidate) => groups.get(candidate) === group);
    for (const candidate of elect(tally, own, count, number)) seated.set(candidate, group);
    places -= number;
  }
  elect(tally, candidates.filter((candidate) => !seated.has(candidate)), count, places);
  return { alternates: alternatesOf(tally, count), seated };
}

/**
 * Each candidate's marks, void ballots left out.
 * @param {Profile} profile
 * @param {number} seats
 */
export function marksOf({ candidates, ballots }, seats) {
  /** @type {Tally} */
  const tally = new Map(Array.from({ length: candidates }, (_, each) => [each, 0n]));
  for (const { ranking, times } of ballots) {
    if (isVoid(ranking, seats)) continue;
    for (const mark of ranking) tally.set(mark, votesOf(tally, mark) + BigInt(times));
  }
  return tally;
}

/**
 * Whether a ballot marks more candidates than there are seats, which voids the contest.
 * @param {number[]} marks
 * @param {number} seats
 */
export function isVoid(marks, seats) {
  return marks.length > seats;
}

/**
 * @param {Tally} tally
 * @param {number[]} candidates
 * @param {Count} count
 * @param {number} places
 */
function elect(tally, candidates, count, places) {
  const marked = candidates.filter((candidate) => votesOf(tally, candidate));
  const best = count.best(tally, marked, places);
  count.elect(best);
  return best;
}

/**
 * The others in order; without a lot it ends before the first who are equal.
 * @param {Tally} tally
 * @param {Count} count
 */
function alternatesOf(tally, count) {
  const left = [...tally.keys()].filter(
    (candidate) => votesOf(tally, candidate) && !count.elected.includes(candidate),
  );
  const groups = equals(tally, left);
  const tied = count.isByRunOff ? groups.findIndex((group) => group.length > 1) : -1;
  return (tied < 0 ? groups : groups.slice(0, tied)).flatMap((group) => count.order(group));
}
