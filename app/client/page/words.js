/** What the ballot page says, in English. */
/** @import { Contest } from "../protocol/contests.js" */

/**
 * @param {number} count
 * @param {string} one
 * @param {string} more
 */
const counted = (count, one, more) => `${count} ${count === 1 ? one : more}`;

/** @param {Contest} contest */
export function howTo({ ranked: isRanked, limit, candidates, question }) {
  if (question) return "Choose one answer.";
  if (!isRanked) return limit === 1 ? "Vote for one." : `Vote for up to ${limit}.`;
  const most = limit === candidates.length ? "as many as you like" : `up to ${limit}`;
  return `Rank ${most}. Your first choice is 1. You may stop at any point.`;
}

/**
 * @param {Contest} contest
 * @param {number} count
 */
export function soFar({ ranked: isRanked, limit }, count) {
  return `${count} of ${limit} ${isRanked ? "ranked" : "chosen"}`;
}

/**
 * @param {string} name
 * @param {number} rank
 */
export function ranked(name, rank) {
  return `${name} is now your choice ${rank}.`;
}

/**
 * @param {string} name
 * @param {number} count
 * @param {number} limit
 */
export function marked(name, count, limit) {
  return `You chose ${name}. ${count} of ${limit} chosen.`;
}

/**
 * @param {string} name
 * @param {number} left
 */
export function removed(name, left) {
  return `${name} is no longer chosen. ${counted(left, "choice is", "choices are")} left.`;
}

/**
 * @param {Contest} contest
 * @param {string} name
 */
export function full({ ranked: isRanked, limit }, name) {
  return isRanked
    ? `You can rank up to ${limit}. To rank ${name}, first remove another choice.`
    : `You can vote for up to ${limit}. To vote for ${name}, first clear another one.`;
}

/**
 * @param {string} name
 * @param {-1 | 1} by
 */
export function atTheEnd(name, by) {
  return by < 0 ? `${name} is already your first choice.` : `${name} is already your last choice.`;
}

/** @param {string} approval */
export const effect = (approval) => `It takes effect when approved by: ${approval}.`;

/** @param {Contest} contest */
export const nothing = ({ question }) =>
  question ? "You gave no answer here." : "You chose nobody here.";

/**
 * @param {Contest} contest
 * @param {number} count
 */
export function summary({ ranked: isRanked, candidates, limit, question }, count) {
  if (question) return "This is your answer.";
  const verb = isRanked ? "ranked" : "chose";
  if (count === Math.min(limit, candidates.length)) return `You ${verb} ${count}.`;
  const left = isRanked ? candidates.length - count : limit - count;
  const rest = isRanked ? `left ${left}` : `could choose ${left} more`;
  return `You ${verb} ${count} and ${rest}. That is allowed.`;
}

/** @param {number} shown @param {number} all */
export const found = (shown, all) => `${shown} of ${all} names shown.`;

/** @param {Date} time @param {string} zone */
export function moment(time, zone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const how = { dateStyle: "full", timeStyle: "long", timeZone: zone };
  return new Intl.DateTimeFormat("en-US", how).format(time);
}

/** @param {Date} time @param {string} zone */
export const opens = (time, zone) => `It opens ${moment(time, zone)}. Come back then.`;

/** @param {Date} time @param {string} zone */
export const closed = (time, zone) => `It closed ${moment(time, zone)}.`;

export const TOO_EARLY = "Voting has not begun";
export const LOADING = "One moment.";
export const SILENCE =
  "No answer yet. This page keeps trying; keep it open. You have no receipt so far.";
export const ORDERED = "Your choices now stand first, in your order.";
export const CLEARED = "All choices of this contest are cleared.";
export const UNDECIDED = "First say what to do with each contest that you left empty.";
export const KEEP_OPEN = "Keep this page open until the receipt is here.";
export const KEEPS_NOTHING = "This browser keeps nothing";
export const KEEPS_NOTHING_WHY =
  "A ballot that is begun here could be lost. Leave private browsing, let this site keep data, or " +
  "vote by paper.";
export const TOO_LATE = "Voting has closed";
export const NOT_IN_THE_BOX = "Your ballot is not in the box.";
