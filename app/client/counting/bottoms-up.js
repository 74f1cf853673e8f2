/** @import { Count } from "./count.js" */
/** @import { Profile } from "./profile.js" */
import { eliminate, lowest } from "./eliminations.js";
import { Piles } from "./piles.js";

/**
 * Eliminates the one lowest until as many continue as there are seats; no quota.
 * @param {Profile} profile
 * @param {Count} count
 * @param {number} seats
 */
export function bottomsUp(profile, count, seats) {
  const piles = new Piles(profile);
  count.open(piles.tally);
  while (piles.continuing.length > seats) {
    eliminate(piles, lowest(piles, count), count);
    count.open(piles.tally, { exhausted: piles.exhausted });
  }
  count.elect(count.ordered(piles.continuing));
}
