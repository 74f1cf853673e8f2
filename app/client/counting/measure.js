/** @import { Rule } from "./rule.js" */
import { writeFraction } from "./fractions.js";

/**
 * What carries a question, in the sentence that its voters read.
 * @param {Rule} rule of a question
 */
export function measureOf({ threshold, passing, base, quorum, present, eligible }) {
  /** @type {Record<string, string>} */
  const bases = {
    "for-and-against": "the votes for and against",
    "ballots-cast": "the ballots cast, blank ones too",
    "members-present": `the ${present} members present`,
    "members-eligible": `the ${eligible} members eligible`,
  };
  const most = passing === "exceeded" ? "more than" : "at least";
  const needs = `${most} ${writeFraction(threshold)} of ${bases[base]}`;
  return `The question is carried if ${needs} are for it${quorumIn(quorum, eligible)}.`;
}

/**
 * @param {Rule["quorum"]} quorum
 * @param {Rule["eligible"]} eligible
 */
function quorumIn(quorum, eligible) {
  if (quorum === null) return "";
  const isNumber = typeof quorum === "number";
  const share = isNumber ? `${quorum} members` : `${writeFraction(quorum)} of the ${eligible} members eligible`;
  return ` and at least ${share} take part`;
}
