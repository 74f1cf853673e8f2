/** @import { Contest } from "./contests.js" */
import { Malformed, join, uint16 } from "./bytes.js";
import { canonical } from "./json.js";

/**
 * By contest id, candidate numbers from 1: a ranking in order, or marks ascending; blank is [].
 * @typedef {Record<string, number[]>} Choices
 */

/**
 * padded = uint16(length) || JCS || zeros to pad_len; choices no ballot holds are Malformed.
 * @param {Choices} choices
 * @param {Contest[]} contests those of the group
 * @param {number} padLen
 */
export function padPayload(choices, contests, padLen) {
  const missing = contests.find((contest) => !Object.hasOwn(choices, contest.id));
  if (missing) throw new Malformed(`the choices lack the contest ${missing.id}`);
  if (Object.keys(choices).length !== contests.length) {
    throw new Malformed("the choices name a contest that is not on this ballot");
  }
  for (const contest of contests) checkNumbers(choices[contest.id], contest);
  const payload = canonical(choices);
  if (2 + payload.length > padLen) throw new Malformed("the choices are longer than any ballot");
  const zeros = new Uint8Array(padLen - 2 - payload.length);
  return join(uint16(payload.length), payload, zeros);
}

/**
 * @param {number[]} numbers
 * @param {Contest} contest
 */
function checkNumbers(numbers, contest) {
  const { id, candidates, limit, ranked } = contest;
  const isKnown = (/** @type {number} */ each) =>
    Number.isInteger(each) && each >= 1 && each <= candidates.length;
  if (!numbers.every(isKnown)) throw new Malformed(`${id}: a number names no candidate`);
  if (new Set(numbers).size !== numbers.length) {
    throw new Malformed(`${id}: a candidate is named twice`);
  }
  if (numbers.length > limit) throw new Malformed(`${id}: more than ${limit} are named`);
  if (!ranked && numbers.some((each, at) => at > 0 && each < numbers[at - 1])) {
    throw new Malformed(`${id}: marks are not ascending`);
  }
}
