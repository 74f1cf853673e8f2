/** @import { Bytes } from "./bytes.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Share } from "./shares.js" */
import { Malformed, same } from "./bytes.js";
import { toBase64url } from "./encoding.js";
import { KEY, checkPublic } from "./hpke.js";
import { Fields, canonical, parseCanonical } from "./json.js";
import { combine, openingKeys } from "./shares.js";

const EVERY_SUBSET = 1000; // up to so many of them, each one proves itself

/**
 * What a dealing gives to the manifest, opening-keys.json: no secret is in it.
 * @typedef {{ electionId: Bytes, A: Bytes, B: Bytes, t: number, n: number }} PublicKeys
 */

/**
 * The bytes of opening-keys.json.
 * @param {PublicKeys} keys
 */
export function writePublicKeys({ electionId, A, B, t, n }) {
  const [election_id, a, b] = [electionId, A, B].map(toBase64url);
  return canonical({ election_id, A: a, B: b, t, n });
}

/**
 * The keys of exactly these canonical bytes.
 * @param {Bytes} raw
 * @returns {PublicKeys}
 */
export function readPublicKeys(raw) {
  const what = "opening-keys.json";
  const of = new Fields(parseCanonical(raw, what), what, "election_id", "A", "B", "t", "n");
  return {
    electionId: of.binary("election_id", 16),
    A: checkPublic(of.binary("A", KEY), "A"),
    B: checkPublic(of.binary("B", KEY), "B"),
    t: of.number("t", 2, 254),
    n: of.number("n", 3, 255),
  };
}

/**
 * The secret keys that t or more shares give; Malformed unless they are those of A and B.
 * @param {Share[]} shares
 * @param {PublicKeys | Manifest} election
 */
export async function keysOf(shares, { electionId, A, B, t, n }) {
  const secret = combine(shares, electionId);
  const keys = await openingKeys(secret, electionId);
  secret.fill(0);
  if (shares[0].t !== t || shares[0].n !== n) {
    throw new Malformed(`the shares are not of a dealing of ${t} of ${n}`);
  }
  if (!same(keys.aPublic, A) || !same(keys.bPublic, B)) {
    throw new Malformed("the shares do not give the keys A and B of this election");
  }
  return keys;
}

/**
 * How many sets of t shares proved that they give A and B; Malformed at one that does not.
 *
 * All n together agree first. Every set is tried where there are few; else every t neighbours,
 * which with the agreement of all covers each share.
 * @param {Share[]} shares
 * @param {PublicKeys} election
 */
export async function proveDealing(shares, election) {
  const ascending = shares.map(({ x }) => x).sort((one, other) => one - other);
  if (ascending.length !== election.n || ascending.some((x, at) => x !== at + 1)) {
    throw new Malformed(`the dealing is proved with all ${election.n} shares, each once`);
  }
  await keysOf(shares, election);
  let proved = 0;
  for (const some of setsOf(shares, election.t)) {
    await keysOf(some, election);
    proved++;
  }
  return proved;
}

/**
 * @param {Share[]} shares
 * @param {number} t
 */
function setsOf(shares, t) {
  if (choose(shares.length, t) <= EVERY_SUBSET) return combinations(shares, t);
  return Array.from({ length: shares.length - t + 1 }, (_, at) => shares.slice(at, at + t));
}

/**
 * @param {number} n
 * @param {number} t
 */
function choose(n, t) {
  let ways = 1;
  for (let each = 1; each <= t; each++) ways = (ways * (n - t + each)) / each;
  return ways;
}

/**
 * @param {Share[]} shares
 * @param {number} t
 * @returns {Share[][]}
 */
function combinations(shares, t) {
  if (t === 0) return [[]];
  return shares.flatMap((first, at) =>
    combinations(shares.slice(at + 1), t - 1).map((rest) => [first, ...rest]),
  );
}
