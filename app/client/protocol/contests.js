/** @import { Bytes } from "./bytes.js" */
import { Fields } from "./json.js";

export const LARGEST_COUNT = 10_000_000;
export const DIGEST = 32;

/**
 * A contest as the ballot has it; candidates are numbered from 1 in this order.
 * @typedef {object} Contest
 * @property {string} id
 * @property {string} title
 * @property {number} seats
 * @property {number} limit the most numbers one ballot may give
 * @property {boolean} ranked whether their order counts
 * @property {string[]} candidates
 * @property {Bytes} countingRule SHA-256 of the rule that results.json has
 * @property {Bytes} lotOrder SHA-256 of its names, best first
 * @property {Question | null} question what is asked, where the candidates are answers
 */

/**
 * What a contest asks; `of` names the question, whose contests several units may decide; arguments,
 * notice and approval may be empty.
 * @typedef {object} Question
 * @property {string} of
 * @property {string} title
 * @property {string} text
 * @property {string} argumentsFor
 * @property {string} argumentsAgainst
 * @property {string} measure what carries it
 * @property {string} notice
 * @property {string} approval by whom, before it takes effect
 * @property {string} cite
 */

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {Contest}
 */
export function readContest(value, place) {
  const names = ["id", "title", "seats", "limit", "ranked", "candidates"];
  const isAsked = typeof value === "object" && value !== null && Object.hasOwn(value, "question");
  if (isAsked) names.push("question");
  const of = new Fields(value, place, ...names, "counting_rule", "lot_order");
  const candidates = of.texts("candidates");
  return {
    id: of.text("id"),
    title: of.text("title"),
    seats: of.number("seats", 1, LARGEST_COUNT),
    limit: of.number("limit", 1, candidates.length),
    ranked: of.flag("ranked"),
    candidates,
    countingRule: of.binary("counting_rule", DIGEST),
    lotOrder: of.binary("lot_order", DIGEST),
    question: isAsked ? readQuestion(of.members["question"], `${place}, question`) : null,
  };
}

/**
 * The longest list of numbers that one ballot can give.
 * @param {Contest} contest
 */
export function longestOf({ candidates, limit }) {
  return Array.from({ length: limit }, (_, at) => candidates.length - limit + 1 + at);
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {Question}
 */
function readQuestion(value, place) {
  const texts = ["of", "title", "text", "measure", "cite"];
  const words = ["arguments_for", "arguments_against", "notice", "approval"];
  const of = new Fields(value, place, ...texts, ...words);
  return {
    of: of.text("of"),
    title: of.text("title"),
    text: of.text("text"),
    argumentsFor: of.words("arguments_for"),
    argumentsAgainst: of.words("arguments_against"),
    measure: of.text("measure"),
    notice: of.words("notice"),
    approval: of.words("approval"),
    cite: of.text("cite"),
  };
}
