/** @import { Profile } from "./profile.js" */
/** @import { Tabulation } from "./tabulate.js" */
import { equals } from "./count.js";
import { among } from "./profile.js";
import { tabulate } from "./tabulate.js";

/**
 * Plurality: the next highest in votes, without those who have left or sit.
 * @param {Tabulation} tabulation
 * @param {number[]} out
 */
export function nextAlternate({ alternates }, out) {
  return (alternates ?? []).find((candidate) => !out.includes(candidate));
}

/**
 * The same ballots counted again without those who left; those sitting keep their seats.
 * @param {Profile} profile
 * @param {Tabulation} tabulation
 * @param {{ left: number[], sitting: number[], lots: number[] }} given
 * @returns {number | undefined} who comes in first
 */
export function recounted(profile, { rule, seats }, { left, sitting, lots }) {
  const everybody = Array.from({ length: profile.candidates }, (_, candidate) => candidate);
  const stay = everybody.filter((candidate) => !left.includes(candidate));
  const places = (/** @type {number[]} */ line) =>
    line.filter((each) => stay.includes(each)).map((each) => stay.indexOf(each));
  const kept = places(sitting);
  const again = tabulate(among(profile, stay), rule, { seats, lots: places(lots), kept });
  const came = again.elected.find((candidate) => !kept.includes(candidate));
  return came === undefined ? undefined : stay[came];
}

/**
 * Of those not elected the last to go; equals by the lots, and of several passes the last one.
 *
 * Who was still in the race at the end comes before everybody eliminated.
 * @param {Tabulation} tabulation
 * @param {number[]} gone who is out besides the elected
 * @param {number[]} lots
 */
export function lastEliminated({ rounds, elected }, gone, lots) {
  const [last] = rounds.slice(-1);
  if (!last) return undefined;
  const passage = rounds.filter((round) => round.passage === last.passage).reverse();
  const line = [{ tally: last.tally, candidates: [...last.tally.keys()] }];
  for (const { tally, eliminated } of passage) line.push({ tally, candidates: eliminated });
  for (const { tally, candidates } of line) {
    const losers = candidates.filter((each) => !elected.includes(each) && !gone.includes(each));
    if (losers.length) return lots.find((each) => equals(tally, losers)[0].includes(each));
  }
  return undefined;
}
