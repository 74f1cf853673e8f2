/** @import { Count, Tally } from "./count.js" */
/** @import { Profile } from "./profile.js" */
/** @import { Rule } from "./rule.js" */
import { Malformed } from "../protocol/bytes.js";
import { sum, votesOf } from "./count.js";
import { writeFraction } from "./fractions.js";
import { marksOf } from "./plurality.js";
import { valid } from "./profile.js";

const [YES, NO] = [0, 1];

/**
 * What became of a question: the votes for it, of which base, and who took part.
 * @typedef {object} Verdict
 * @property {boolean} carried
 * @property {bigint} votes
 * @property {bigint} base
 * @property {number} present
 * @property {boolean} quorumMet
 * @property {string} says
 */

/**
 * Decides yes, no and abstain (in that order), or among several options, by one mark a ballot; more
 * than one voids it.
 * @param {Profile} profile
 * @param {Count} count
 * @returns {Verdict}
 */
export function question(profile, count) {
  const { rule } = count;
  const [tally, cast] = [marksOf(profile, 1), valid(profile) + profile.blanks];
  check(rule, tally.size, cast);
  count.open(tally);
  const contenders = rule.form === "yes-no" ? [YES] : [...tally.keys()];
  const most = contenders.map((each) => votesOf(tally, each)).reduce((a, b) => (a > b ? a : b));
  const base = baseOf(rule, tally, cast);
  const present = rule.present ?? cast;
  const quorumMet = isQuorum(rule, present);
  const carried = quorumMet && passes(rule, most, base);
  if (carried) {
    const ahead = contenders.filter((option) => votesOf(tally, option) === most);
    count.elect([count.settle("election", ahead)]);
  }
  return { carried, votes: most, base, present, quorumMet, says: says(rule, most, base, present) };
}

/**
 * @param {Rule} rule
 * @param {number} options
 * @param {number} cast
 */
function check({ form, present, eligible }, options, cast) {
  if (form === "yes-no" && options !== 2 && options !== 3) {
    throw new Malformed(
      "a question of the form yes-no has the options yes, no and perhaps abstain, and here" +
        ` are ${options}: for others set form=options`,
    );
  }
  for (const [stated, members] of Object.entries({ present, eligible })) {
    if (members !== null && cast > members) {
      throw new Malformed(`${stated}=${members}, and ${cast} ballots were cast`);
    }
  }
}

/**
 * Whether votes exceed or reach the rule's share of the base; without a vote nothing does.
 * @param {Rule} rule
 * @param {bigint} votes
 * @param {bigint} base
 */
function passes({ threshold, passing }, votes, base) {
  const [here, there] = [votes * threshold.below, base * threshold.above];
  return votes > 0n && (here > there || (here === there && passing === "reached"));
}

/**
 * @param {Rule} rule
 * @param {Tally} tally
 * @param {number} cast
 */
function baseOf(rule, tally, cast) {
  const members = { "members-present": rule.present, "members-eligible": rule.eligible };
  if (rule.base === "ballots-cast") return BigInt(cast);
  if (rule.base in members) {
    return BigInt(members[/** @type {keyof typeof members} */ (rule.base)] ?? 0);
  }
  if (rule.form === "yes-no") return votesOf(tally, YES) + votesOf(tally, NO);
  return sum(tally.values());
}

/**
 * @param {Rule} rule
 * @param {number} present
 */
function isQuorum({ quorum, eligible }, present) {
  if (quorum === null || typeof quorum === "number") return present >= (quorum ?? 0);
  return BigInt(present) * quorum.below >= quorum.above * BigInt(eligible ?? 0);
}

/**
 * @param {Rule} rule
 * @param {bigint} votes
 * @param {bigint} base
 * @param {number} present
 */
function says(rule, votes, base, present) {
  const { threshold, passing, quorum, eligible } = rule;
  const sign = passing === "exceeded" ? ">" : ">=";
  const needs = `${threshold.below} x ${votes} ${sign} ${threshold.above} x ${base}`;
  const outcome = `${needs} ${passes(rule, votes, base) ? "holds" : "does not hold"}`;
  if (quorum === null) return outcome;
  const needed = typeof quorum === "number" ? quorum : `${writeFraction(quorum)} of ${eligible}`;
  return `${outcome}; ${present} took part, and the quorum is ${needed}`;
}
