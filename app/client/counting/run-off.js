/** @import { Count } from "./count.js" */
/** @import { Profile } from "./profile.js" */
import { sum, votesOf } from "./count.js";
import { eliminate, lowest } from "./eliminations.js";
import { Piles } from "./piles.js";

/**
 * Elects one: `irv`, and with the rule's batch `irv-ten-percent`.
 *
 * Each round: who has more than half of the ballots on continuing candidates wins; of two left and
 * equal the lots choose; otherwise the one lowest is eliminated.
 * @param {Profile} profile
 * @param {Count} count
 * @param {{ out?: number[], passage?: number | null }} [given]
 */
export function runOff(profile, count, { out = [], passage = null } = {}) {
  const piles = new Piles(profile, { out });
  for (let isFirst = true; ; isFirst = false) {
    const votes = sum(piles.tally.values());
    const threshold = votes / 2n + 1n;
    count.open(piles.tally, { exhausted: piles.exhausted, threshold, passage });
    const winner = winnerOf(piles, threshold, count);
    if (winner !== undefined) return count.elect([winner]);
    const batch = isFirst ? batchOf(piles, votes, count) : [];
    eliminate(piles, batch.length ? batch : lowest(piles, count), count);
  }
}

/**
 * @param {Piles} piles
 * @param {bigint} threshold
 * @param {Count} count
 */
function winnerOf({ continuing, tally }, threshold, count) {
  if (continuing.length === 1) return continuing[0];
  const over = continuing.find((candidate) => votesOf(tally, candidate) >= threshold);
  if (over !== undefined || continuing.length > 2) return over;
  return count.settle("election", continuing);
}

/**
 * All below the rule's share of the first choices, unless fewer than two would stay.
 * @param {Piles} piles
 * @param {bigint} votes
 * @param {Count} count
 */
function batchOf({ continuing, tally }, votes, { rule: { batch } }) {
  if (!batch) return [];
  const below = continuing.filter(
    (candidate) => votesOf(tally, candidate) * batch.below < votes * batch.above,
  );
  return continuing.length - below.length >= 2 ? below : [];
}
