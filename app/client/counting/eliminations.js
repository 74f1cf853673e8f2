/** What the rules that eliminate candidates do alike. */
/** @import { Count } from "./count.js" */
/** @import { Piles } from "./piles.js" */
import { equals } from "./count.js";

/**
 * The one continuing candidate with fewest votes, a tie settled.
 * @param {Piles} piles
 * @param {Count} count
 */
export function lowest({ continuing, tally }, count) {
  const mayLeave = continuing.filter((candidate) => !count.kept.includes(candidate));
  const groups = equals(tally, mayLeave);
  return [count.settle("elimination", groups[groups.length - 1])];
}

/**
 * Takes losers out; their ballots move on at the value they have.
 * @param {Piles} piles
 * @param {number[]} losers
 * @param {Count} count
 */
export function eliminate(piles, losers, count) {
  count.eliminate(losers);
  piles.drop(losers);
}
