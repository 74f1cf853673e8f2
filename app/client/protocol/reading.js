/** @import { Bytes } from "./bytes.js" */
/** @import { Contest } from "./contests.js" */
/** @import { InMiddle } from "./reasons.js" */
import { Malformed } from "./bytes.js";
import { parseCanonical } from "./json.js";

/** @typedef {Map<string, number[]>} Read by contest id, the numbers of a ballot that was opened */

/**
 * The choices of a padded payload, or the first reason why it is malformed.
 *
 * Contests are examined in the order given, which is the order of the group in the manifest.
 * @param {Bytes} padded
 * @param {Contest[]} contests
 * @param {number} padLen
 * @returns {Read | InMiddle}
 */
export function readPayload(padded, contests, padLen) {
  const length = (padded[0] << 8) | padded[1];
  const zeros = padded.subarray(2 + length);
  if (padded.length !== padLen || 2 + length > padLen || zeros.some(Boolean)) return "padding";
  const value = parsed(padded.slice(2, 2 + length));
  if (value === undefined) return "not-canonical";
  const choices = asChoices(value);
  return choices ? (ruleOnChoices(choices, contests) ?? choices) : "not-a-ballot";
}

/** @param {Bytes} payload */
function parsed(payload) {
  try {
    return parseCanonical(payload, "the payload");
  } catch (fault) {
    if (fault instanceof Malformed) return undefined;
    throw fault;
  }
}

/**
 * The value as contest ids with arrays of integers, or nothing where it is anything else.
 * @param {unknown} value
 * @returns {Read | undefined}
 */
function asChoices(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const isList = (/** @type {unknown} */ numbers) =>
    Array.isArray(numbers) && numbers.every((number) => typeof number === "number");
  const members = Object.entries(value);
  return members.every(([, numbers]) => isList(numbers)) ? new Map(members) : undefined;
}

/**
 * @param {Read} choices
 * @param {Contest[]} contests
 * @returns {InMiddle | undefined}
 */
function ruleOnChoices(choices, contests) {
  if (contests.some(({ id }) => !choices.has(id))) return "contest-missing";
  if (choices.size !== contests.length) return "contest-foreign";
  for (const contest of contests) {
    const reason = ruleOnNumbers(choices.get(contest.id) ?? [], contest);
    if (reason) return reason;
  }
  return undefined;
}

/**
 * @param {number[]} numbers
 * @param {Contest} contest
 * @returns {InMiddle | undefined}
 */
function ruleOnNumbers(numbers, { candidates, limit, ranked }) {
  if (numbers.some((each) => each < 1 || each > candidates.length)) return "number-unknown";
  if (new Set(numbers).size !== numbers.length) return "number-repeated";
  if (numbers.length > limit) return "numbers-too-many";
  if (!ranked && numbers.some((each, at) => at > 0 && each < numbers[at - 1])) {
    return "marks-not-ascending";
  }
  return undefined;
}
