/** The count's functions for tests in another language: see bridge.js. */
import { follows, lotOrder, reasonOf } from "../counting/lot-order.js";
import { marginOf } from "../counting/margins.js";
import { profileOf } from "../counting/profile.js";
import { parametersOf, readRule } from "../counting/rule.js";
import { lastEliminated, nextAlternate, recounted } from "../counting/succession.js";
import { tabulate } from "../counting/tabulate.js";
import { asJson } from "../counting/tabulation.js";
import { Malformed } from "../protocol/bytes.js";

/** @type {Record<string, (given: any) => unknown>} */
export const COUNTING_CALLS = {
  tabulations: ({ elections }) => elections.map(counted),
  rule: ({ data }) => parametersOf(readRule(data)),
  lotOrder: ({ letters, names }) => {
    const alphabet = lotOrder(letters, names);
    const tie = { round: 1, kind: /** @type {const} */ ("order"), settledBy: /** @type {const} */ ("lots") };
    const reasons = reasonOf({ ...tie, tied: alphabet.order, chosen: 0 }, alphabet);
    const backwards = follows([...alphabet.order].reverse(), alphabet);
    return { order: alphabet.order, equal: alphabet.equal, reasons, backwards };
  },
};

/**
 * One election counted, and who would follow each of those elected; or why it cannot be.
 * @param {any} given
 */
function counted({ names, rankings, rule, seats, lots, groups }) {
  try {
    const profile = profileOf(names.length, rankings);
    const places = new Map(Object.entries(groups).map(([each, group]) => [Number(each), group]));
    const found = tabulate(profile, readRule(rule), { seats, lots, groups: places });
    const margin = marginOf(found);
    return {
      count: asJson(found, names, null),
      margin: margin === null ? null : Number(margin),
      followers: rule.rule === "question" ? [] : found.elected.map((each) => followers(each)),
    };

    /** @param {number} gone */
    function followers(gone) {
      const sitting = found.elected.filter((each) => each !== gone);
      if (found.alternates) return nextAlternate(found, [gone, ...sitting]) ?? null;
      const again = recounted(profile, found, { left: [gone], sitting, lots });
      return [again ?? null, lastEliminated(found, [gone, ...sitting], lots) ?? null];
    }
  } catch (fault) {
    if (fault instanceof Malformed) return { refused: fault.message };
    throw fault;
  }
}
