/** @import { Evidence } from "./evidence.js" */
/** @import { Counted } from "./recount.js" */
import { h } from "../page/elements.js";

/**
 * Who wins each contest by the page's own count, and what becomes of each question.
 * @param {Evidence} evidence
 */
export async function winners(evidence) {
  const facts = h("dl", { class: "facts" });
  for await (const [, counted] of evidence.recounts()) {
    const outcome = h("bdi", {}, outcomeOf(counted));
    facts.append(h("dt", {}, counted.contest.title), h("dd", {}, outcome));
  }
  return facts;
}

/** @param {Counted} counted */
function outcomeOf({ contest, tabulation: { elected, verdict, awaiting } }) {
  if (verdict) return `${verdict.carried ? "Carried" : "Not carried"}: ${verdict.says}`;
  const called = (/** @type {number[]} */ candidates) =>
    candidates.map((each) => contest.candidates[each]).join("; ");
  const open = awaiting ? [`a run-off between ${called(awaiting.tied)}`] : [];
  return [...(elected.length ? [called(elected)] : []), ...open].join("; ") || "Nobody";
}
