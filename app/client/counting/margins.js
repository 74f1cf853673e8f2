/** @import { Round, Tally } from "./count.js" */
/** @import { Rule } from "./rule.js" */
/** @import { Tabulation } from "./tabulate.js" */
import { sum, votesOf } from "./count.js";
import { floor } from "./fractions.js";
import { unitOf } from "./rule.js";

/**
 * A number of votes that the result surely withstands: every change of fewer leaves it.
 *
 * One ballot more, less or changed is a change of two votes at most. It is a lower bound, 0 where a
 * lot decided a seat, and null for the rules of which no bound is known here.
 * @param {Tabulation} tabulation
 */
export function marginOf(tabulation) {
  const { rule, rounds } = tabulation;
  switch (rule.method) {
    case "plurality":
      return pluralityMargin(tabulation);
    case "irv":
    case "sequential":
    case "bottoms-up": {
      const passages = [...new Set(rounds.map(({ passage }) => passage))];
      const own = passages.map((each) => rounds.filter(({ passage }) => passage === each));
      return least(own.map((each) => eliminationMargin(each, rule)));
    }
    case "stv":
      return rule.surplus === "together" ? transferMargin(tabulation) : null;
    default:
      return null;
  }
}

/** @param {Tabulation} tabulation */
function pluralityMargin({ rounds: [{ tally }], elected, seats, awaiting }) {
  if (awaiting) return 0n; // one mark would part the equals
  const lost = [...tally].filter(([each]) => !elected.includes(each)).map(([, votes]) => votes);
  if (lost.length && elected.length < seats) return 1n; // a mark would fill the vacant seat
  const won = elected.map((each) => votesOf(tally, each));
  return (won.length ? least(won) : 0n) - (lost.length ? most(lost) : 0n);
}

/**
 * The weakest step of the strongest chain of eliminations that leads to the same result.
 *
 * Candidates who together have fewer votes than each of those who stay leave before them in whatever
 * order, so close calls among them decide nothing (Cary, "Estimating the Margin of Victory for
 * Instant-Runoff Voting", 2011).
 * @param {Round[]} rounds
 * @param {Rule} rule
 */
function eliminationMargin(rounds, rule) {
  const winners = rounds.flatMap(({ elected }) => elected);
  const continuing = [...rounds.map(({ tally }) => [...tally.keys()]), winners];
  const strongest = rounds.map(() => 0n);
  strongest.push(most(rounds.map(({ tally }) => sum(tally.values()))));
  for (let here = rounds.length - 1; here >= 0; here--) {
    const { tally } = rounds[here];
    const steps = continuing.slice(here + 1).map((staying, at) => {
      const step = stepOf(tally, staying, here === 0 ? rule : undefined);
      return least([strongest[here + 1 + at], step]);
    });
    strongest[here] = most(steps);
  }
  return strongest[0];
}

/**
 * @param {Tally} tally
 * @param {number[]} staying
 * @param {Rule | undefined} rule whose batch leaves here
 */
function stepOf(tally, staying, rule) {
  const votes = sum(tally.values());
  const leaving = [...tally].filter(([each]) => !staying.includes(each)).map(([, has]) => has);
  if (!leaving.length) return votes;
  const fewest = staying.length ? least(staying.map((each) => votesOf(tally, each))) : 0n;
  const gap = fewest - sum(leaving);
  if (!rule?.batch) return gap;
  // Nobody who stays may fall below the share. One ballot moves that difference by numerator +
  // denominator at most, and counts as two votes.
  const { above, below } = rule.batch;
  return least([gap, floor(2n * (fewest * below - votes * above), above + below)]);
}

/**
 * The closest decision of any round, less what moved surpluses may add to a change.
 *
 * Through each surplus moved before, a changed ballot changes the piles once more by as much as it
 * changes the quota, and truncation changes a ballot's value by two last decimals at most.
 * @param {Tabulation} tabulation
 */
function transferMargin({ rule, ballots: cast, rounds }) {
  const [unit, ballots] = [unitOf(rule), BigInt(cast)];
  let closest = ballots * unit;
  /** @type {number[]} */
  const elected = [];
  for (const round of rounds) {
    const moved = BigInt(elected.length);
    const continuing = [...round.tally.keys()].filter((each) => !elected.includes(each));
    const gaps = gapsOf(round, continuing);
    const left = gaps.map((gap) => floor(gap - 2n * moved * ballots, 1n + moved));
    closest = least([closest, ...left]);
    elected.push(...round.elected);
  }
  return closest > 0n ? closest / unit : 0n;
}

/**
 * How far each decision of a round was from falling otherwise, in scaled votes.
 * @param {Round} round
 * @param {number[]} continuing
 */
function gapsOf({ tally, threshold, elected, eliminated }, continuing) {
  const [quota, votes] = [threshold ?? 0n, (/** @type {number} */ each) => votesOf(tally, each)];
  // As many were left as seats: nothing was decided.
  if (elected.some((winner) => votes(winner) < quota)) return [];
  const gaps = continuing.map((each) =>
    votes(each) > quota ? votes(each) - quota : quota - votes(each),
  );
  for (const loser of eliminated) {
    const others = continuing.filter((each) => each !== loser);
    gaps.push(...others.map((other) => votes(other) - votes(loser)));
  }
  return gaps;
}

/** @param {bigint[]} numbers at least one */
function least(numbers) {
  return numbers.reduce((one, other) => (other < one ? other : one));
}

/** @param {bigint[]} numbers at least one */
function most(numbers) {
  return numbers.reduce((one, other) => (other > one ? other : one));
}
