/** @import { Count } from "./count.js" */
/** @import { Profile } from "./profile.js" */
import { runOff } from "./run-off.js";

/**
 * Elects one after the other, each by `irv` on all ballots without those elected before.
 * @param {Profile} profile
 * @param {Count} count
 * @param {number} seats
 */
export function sequential(profile, count, seats) {
  const passes = Math.min(seats, profile.candidates) - count.kept.length;
  for (let passage = 1; passage <= passes; passage++) {
    runOff(profile, count, { out: [...count.kept, ...count.elected], passage });
  }
  count.elected.push(...[...count.kept].sort((one, other) => one - other));
}
