/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Contest } from "../protocol/contests.js" */
/** @import { Read } from "../protocol/reading.js" */
import { Malformed, join, uint16 } from "../protocol/bytes.js";
import { Fields, canonical, parseCanonical } from "../protocol/json.js";
import { readPayload } from "../protocol/reading.js";

/**
 * Valid ballots that hold the rankings of contests/G.json; who gave which is not in it.
 * @param {Bytes} raw
 * @param {Contest[]} contests
 * @param {number} padLen
 * @param {string} what
 * @returns {Read[]}
 */
export function readApart(raw, contests, padLen, what) {
  const ids = contests.map(({ id }) => id);
  const of = new Fields(parseCanonical(raw, what), what, ...ids);
  const lists = ids.map((id) => of.items(id));
  const [length = 0] = lists.map((each) => each.length);
  if (lists.some((each) => each.length !== length)) {
    throw new Malformed(`${what} has not as many rankings in every contest`);
  }
  const ballots = Array.from({ length }, (_, at) => {
    const choices = Object.fromEntries(ids.map((id, place) => [id, lists[place][at]]));
    return validOf(choices, contests, padLen);
  });
  for (const list of lists) checkSorted(/** @type {number[][]} */ (list), what);
  return ballots;
}

/**
 * @param {Record<string, unknown>} choices
 * @param {Contest[]} contests
 * @param {number} padLen
 */
function validOf(choices, contests, padLen) {
  const payload = canonical(choices);
  const zeros = new Uint8Array(Math.max(0, padLen - 2 - payload.length));
  const read = readPayload(join(uint16(payload.length), payload, zeros), contests, padLen);
  if (typeof read === "string")
    throw new Malformed(`these choices are not a valid ballot: ${read}`);
  return read;
}

/**
 * @param {number[][]} rankings
 * @param {string} what
 */
function checkSorted(rankings, what) {
  if (rankings.some((each, at) => at > 0 && inOrder(rankings[at - 1], each) > 0)) {
    throw new Malformed(`the rankings of ${what} are not sorted`);
  }
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function inOrder(one, other) {
  const at = one.findIndex((number, place) => number !== other[place]);
  return at < 0 || at >= other.length ? one.length - other.length : one[at] - other[at];
}
