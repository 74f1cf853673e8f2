/** @typedef {{ ranking: number[], times: number }} Cast a ranking, best first, and how often it was cast */

/**
 * The ballots of one contest: distinct rankings of candidate indexes, and how many name nobody.
 * @typedef {{ candidates: number, ballots: Cast[], blanks: number }} Profile
 */

/**
 * Counts rankings of candidate indexes from 0, each candidate once; an empty one is a blank ballot.
 * @param {number} candidates
 * @param {number[][]} rankings
 * @returns {Profile}
 */
export function profileOf(candidates, rankings) {
  return joined(candidates, rankings.map((ranking) => ({ ranking, times: 1 })));
}

/**
 * How many ballots name somebody.
 * @param {Profile} profile
 */
export function valid({ ballots }) {
  return ballots.reduce((sum, { times }) => sum + times, 0);
}

/**
 * The same ballots with what stands beyond that many ranks left out.
 * @param {Profile} profile
 * @param {number} ranks
 */
export function limited({ candidates, ballots, blanks }, ranks) {
  const cut = ballots.map(({ ranking, times }) => ({ ranking: ranking.slice(0, ranks), times }));
  return joined(candidates, cut, blanks);
}

/**
 * The same ballots for these candidates alone, whose indexes are then their places.
 * @param {Profile} profile
 * @param {number[]} candidates
 */
export function among({ ballots, blanks }, candidates) {
  const places = new Map(candidates.map((candidate, place) => [candidate, place]));
  const left = ballots.map(({ ranking, times }) => ({
    ranking: ranking.flatMap((candidate) => places.get(candidate) ?? []),
    times,
  }));
  return joined(candidates.length, left, blanks);
}

/**
 * @param {number} candidates
 * @param {Cast[]} casts of which some may be the same
 * @param {number} blanks
 * @returns {Profile}
 */
function joined(candidates, casts, blanks = 0) {
  /** @type {Map<string, Cast>} */
  const distinct = new Map();
  for (const { ranking, times } of casts) {
    const key = ranking.join();
    const known = distinct.get(key);
    if (!ranking.length) blanks += times;
    else if (known) known.times += times;
    else distinct.set(key, { ranking, times });
  }
  return { candidates, ballots: [...distinct.values()], blanks };
}
