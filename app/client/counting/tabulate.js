/** @import { Awaiting, Round, Tie } from "./count.js" */
/** @import { Profile } from "./profile.js" */
/** @import { Verdict } from "./question.js" */
/** @import { Rule } from "./rule.js" */
import { Malformed } from "../protocol/bytes.js";
import { bottomsUp } from "./bottoms-up.js";
import { Count, RunOffNeeded } from "./count.js";
import { guaranteed, isVoid, plurality } from "./plurality.js";
import { limited, valid } from "./profile.js";
import { question } from "./question.js";
import { isRanked } from "./rule.js";
import { runOff } from "./run-off.js";
import { sequential } from "./sequential.js";
import { transferable } from "./transferable.js";

/**
 * A whole count, round by round; candidates are indexes, votes scaled by the rule's unit.
 * @typedef {object} Tabulation
 * @property {Rule} rule
 * @property {number} seats
 * @property {number} ballots blank ones too
 * @property {number[]} elected
 * @property {Round[]} rounds
 * @property {Tie[]} ties
 * @property {number[] | null} alternates null but for plurality
 * @property {number} void ballots that mark more candidates than there are seats
 * @property {boolean} unvoted whether there are ballots, and all are blank
 * @property {Map<number, string> | null} guaranteed who was seated in a place kept for a group
 * @property {Verdict | null} verdict of a question
 * @property {Awaiting | null} awaiting a tie that the rule leaves to a run-off
 */

/**
 * Counts a contest by a rule, exactly, to the end or to a tie that a run-off settles.
 * @param {Profile} all
 * @param {Rule} rule
 * @param {object} given
 * @param {number} given.seats
 * @param {number[]} given.lots every candidate once, best first: in a tie the earlier wins or stays
 * @param {Map<number, string>} [given.groups] which candidate belongs to which guaranteed group
 * @param {number[]} [given.kept] who keep their seats in a recount and are never eliminated
 * @returns {Tabulation}
 */
export function tabulate(all, rule, { seats, lots, groups = new Map(), kept = [] }) {
  check(rule, seats);
  const profile = rule.limit === null ? all : limited(all, rule.limit);
  const count = new Count(rule, lots, kept);
  const isMarked = rule.method === "plurality" || rule.method === "guaranteed";
  const ran = profile.candidates ? runOpen(profile, count, seats, groups) : {};
  return {
    rule,
    seats,
    ballots: valid(profile) + profile.blanks,
    elected: count.elected,
    rounds: count.rounds,
    ties: count.ties,
    alternates: isMarked ? [] : null,
    void: isRanked(rule) ? 0 : voidIn(profile, seats),
    unvoted: profile.blanks > 0 && !profile.ballots.length,
    guaranteed: null,
    verdict: null,
    awaiting: null,
    ...ran,
  };
}

/**
 * Counts to the end, or to a tie that the rule leaves open.
 * @param {Profile} profile
 * @param {Count} count
 * @param {number} seats
 * @param {Map<number, string>} groups
 * @returns {Partial<Tabulation>}
 */
function runOpen(profile, count, seats, groups) {
  try {
    return run(profile, count, seats, groups);
  } catch (fault) {
    if (!(fault instanceof RunOffNeeded)) throw fault;
    return { awaiting: fault.awaiting };
  }
}

/**
 * Counts by the rule's method; gives what the rounds do not hold.
 * @param {Profile} profile
 * @param {Count} count
 * @param {number} seats
 * @param {Map<number, string>} groups
 * @returns {Partial<Tabulation>}
 */
function run(profile, count, seats, groups) {
  switch (count.rule.method) {
    case "plurality":
      return { alternates: plurality(profile, count, seats) };
    case "guaranteed": {
      const { alternates, seated } = guaranteed(profile, count, seats, groups);
      return { alternates, guaranteed: seated };
    }
    case "question":
      return { verdict: question(profile, count) };
    case "irv":
      runOff(profile, count);
      return {};
    case "stv":
      transferable(profile, count, seats);
      return {};
    case "sequential":
      sequential(profile, count, seats);
      return {};
    case "bottoms-up":
      bottomsUp(profile, count, seats);
      return {};
  }
}

/**
 * @param {Profile} profile
 * @param {number} seats
 */
function voidIn({ ballots }, seats) {
  const voided = ballots.filter(({ ranking }) => isVoid(ranking, seats));
  return voided.reduce((sum, { times }) => sum + times, 0);
}

/**
 * @param {Rule} rule
 * @param {number} seats
 */
function check({ name, method, guarantee }, seats) {
  if (seats < 1) throw new Malformed(`${seats} seats: a contest fills at least one seat`);
  if (method === "irv" && seats !== 1) {
    throw new Malformed(
      `${name} fills one seat and ${seats} are asked for: for several seats choose` +
        " stv-wigm, stv-scottish, sequential-irv, bottoms-up or plurality",
    );
  }
  if (method === "question" && seats !== 1) {
    throw new Malformed(`a question has one answer and ${seats} are asked for`);
  }
  if (method !== "guaranteed") return;
  const promised = guarantee.reduce((sum, [, number]) => sum + number, 0);
  if (!promised) {
    throw new Malformed(`${name} needs guarantee=GROUP:NUMBER: without one it is plurality`);
  }
  if (promised > seats) {
    throw new Malformed(`${promised} places are guaranteed, and there are ${seats} seats`);
  }
}
