/** @import { LotOrder } from "./lot-order.js" */
/** @import { Awaiting, Round, Tie } from "./count.js" */
/** @import { Verdict } from "./question.js" */
/** @import { Tabulation } from "./tabulate.js" */
import { reasonOf } from "./lot-order.js";
import { changesOf } from "./rule.js";

/**
 * The count as JSON values, candidates by name, votes as decimal strings; with the alphabet that made
 * the lot order, each tie says which letters decided it.
 * @param {Tabulation} tabulation
 * @param {string[]} names
 * @param {LotOrder | null} alphabet
 */
export function asJson(tabulation, names, alphabet) {
  const { rule, seats, ballots, elected, rounds, ties, alternates } = tabulation;
  const called = (/** @type {number} */ candidate) => names[candidate];
  const seated = [...(tabulation.guaranteed ?? [])].map(([each, group]) => [called(each), group]);
  const changes = changesOf(rule);
  return {
    rule: rule.name,
    seats,
    ballots,
    elected: elected.map(called),
    rounds: rounds.map((round) => roundJson(round, names, rule.precision)),
    ties: ties.map((tie) => tieJson(tie, names, alphabet)),
    alternates: (alternates ?? []).map(called),
    ...(tabulation.awaiting && { awaiting: awaitingJson(tabulation.awaiting, names) }),
    ...(tabulation.guaranteed && { guaranteed: Object.fromEntries(seated) }),
    ...(tabulation.verdict && { question: verdictJson(tabulation.verdict) }),
    ...(tabulation.unvoted && { unvoted: true }),
    ...(tabulation.void && { void: tabulation.void }),
    ...(Object.keys(changes).length && { parameters: changes }),
  };
}

/**
 * @param {Round} round
 * @param {string[]} names
 * @param {number} places
 */
function roundJson({ number, passage, tally, threshold, ...round }, names, places) {
  const votes = [...tally].map(([each, has]) => [names[each], decimal(has, places)]);
  return {
    round: number,
    ...(passage !== null && { pass: passage }),
    tally: Object.fromEntries(votes),
    exhausted: trimmed(round.exhausted, places),
    residual: trimmed(round.residual, places),
    threshold: threshold === null ? null : trimmed(threshold, places),
    elected: round.elected.map((each) => names[each]),
    eliminated: round.eliminated.map((each) => names[each]),
  };
}

/**
 * @param {Tie} tie
 * @param {string[]} names
 * @param {LotOrder | null} alphabet
 */
function tieJson(tie, names, alphabet) {
  const byLetters = tie.settledBy === "lots" && alphabet;
  return {
    round: tie.round,
    kind: tie.kind,
    tied: tie.tied.map((each) => names[each]),
    settled_by: byLetters ? "alphabet" : tie.settledBy,
    chosen: names[tie.chosen],
    ...(byLetters && { because: reasonOf(tie, alphabet) }),
  };
}

/**
 * @param {Awaiting} awaiting
 * @param {string[]} names
 */
function awaitingJson({ round, kind, tied }, names) {
  const called = tied.map((each) => names[each]);
  return { round, kind, tied: called, needs: `a run-off between ${called.join(", ")}` };
}

/** @param {Verdict} verdict */
function verdictJson({ carried, votes, base, present, quorumMet, says }) {
  const figures = { votes: Number(votes), base: Number(base), present };
  return { carried, ...figures, quorum_met: quorumMet, says };
}

/**
 * Scaled votes as a decimal string with all its places: 415000 at 4 is "41.5000".
 * @param {bigint} votes
 * @param {number} places
 */
function decimal(votes, places) {
  const digits = String(votes).padStart(places + 1, "0");
  return places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
}

/**
 * Scaled votes as the shortest decimal string: 415000 at 4 is "41.5".
 * @param {bigint} votes
 * @param {number} places
 */
function trimmed(votes, places) {
  const text = decimal(votes, places);
  return places ? text.replace(/\.?0+$/, "") : text;
}
