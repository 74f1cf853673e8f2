/** @import { Count } from "./count.js" */
/** @import { Profile } from "./profile.js" */
/** @import { Rule } from "./rule.js" */
import { equals, sum, votesOf } from "./count.js";
import { eliminate, lowest } from "./eliminations.js";
import { Piles } from "./piles.js";
import { valid } from "./profile.js";
import { unitOf } from "./rule.js";

/**
 * Elects several in proportion: `stv-wigm` and `stv-scottish`.
 *
 * Surpluses move together or the largest first, as the rule says; a round in which a surplus waits
 * to move eliminates nobody.
 * @param {Profile} profile
 * @param {Count} count
 * @param {number} seats
 */
export function transferable(profile, count, seats) {
  const { rule } = count;
  const [unit, ballots] = [unitOf(rule), BigInt(valid(profile))];
  const quota = quotaOf(ballots, BigInt(seats), rule);
  const piles = new Piles(profile, { unit });
  /** @type {number[]} */
  let waiting = [];
  for (;;) {
    const residual = ballots * unit - piles.exhausted - sum(piles.tally.values());
    count.open(piles.tally, { exhausted: piles.exhausted, residual, threshold: quota });
    const winners = winnersOf(piles, quota, seats - count.elected.length, count);
    count.elect(winners);
    piles.leave(winners);
    waiting.push(...winners);
    if (count.elected.length === seats || !piles.continuing.length) return;
    const moving = movingOf(piles, quota, waiting, count);
    waiting = waiting.filter((candidate) => !moving.includes(candidate));
    for (const source of moving) moveSurplus(piles, source, quota, rule);
    if (!moving.length) eliminate(piles, lowest(piles, count), count);
  }
}

/**
 * @param {bigint} ballots
 * @param {bigint} seats
 * @param {Rule} rule
 */
function quotaOf(ballots, seats, rule) {
  const unit = unitOf(rule);
  if (rule.quota === "hare") return (ballots / seats + 1n) * unit;
  if (rule.quota === "droop-fraction") return (ballots * unit) / (seats + 1n) + 1n;
  return (ballots / (seats + 1n) + 1n) * unit;
}

/**
 * @param {Piles} piles
 * @param {bigint} quota
 * @param {number} openSeats
 * @param {Count} count
 */
function winnersOf(piles, quota, openSeats, count) {
  const { continuing, tally } = piles;
  if (continuing.length <= openSeats) return count.ordered(continuing);
  const reached = continuing.filter((candidate) => votesOf(tally, candidate) >= quota);
  if (!count.kept.length) return count.ordered(reached);
  return count.ordered(keepingSeats(reached, piles, openSeats, count));
}

/**
 * In a recount, those who may be elected so that each who keeps a seat still has one.
 * @param {number[]} reached
 * @param {Piles} piles
 * @param {number} openSeats
 * @param {Count} count
 */
function keepingSeats(reached, { continuing, tally }, openSeats, count) {
  const keeping = continuing.filter((candidate) => count.kept.includes(candidate));
  const vacant = openSeats - keeping.length;
  const newcomers = reached.filter((candidate) => !count.kept.includes(candidate));
  const came = count.best(tally, newcomers, vacant);
  const isFull = came.length === vacant;
  return [...came, ...keeping.filter((candidate) => isFull || reached.includes(candidate))];
}

/**
 * Those waiting whose surplus moves now: all together, or the largest alone.
 * @param {Piles} piles
 * @param {bigint} quota
 * @param {number[]} waiting
 * @param {Count} count
 */
function movingOf({ tally }, quota, waiting, count) {
  if (count.rule.surplus === "together") return waiting;
  const over = waiting.filter((candidate) => votesOf(tally, candidate) > quota);
  return over.length ? [count.settle("surplus", equals(tally, over)[0])] : [];
}

/**
 * Moves one winner's ballots at what they are worth of the surplus; the quota stays.
 * @param {Piles} piles
 * @param {number} source
 * @param {bigint} quota
 * @param {Rule} rule
 */
function moveSurplus(piles, source, quota, rule) {
  const [unit, votes] = [unitOf(rule), votesOf(piles.tally, source)];
  const over = votes - quota;
  const factor = (over * unit) / votes;
  const isTwice = rule.truncation === "twice";
  piles.tally.set(source, quota);
  piles.move(source, (value) => (isTwice ? (value * factor) / unit : (value * over) / votes));
}
