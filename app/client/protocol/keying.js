/** @import { Bytes } from "./bytes.js" */
/** @import { Contest } from "./contests.js" */
/** @import { Choices } from "./payloads.js" */
import { Malformed, same } from "./bytes.js";
import { Fields, canonical, parseJson } from "./json.js";
import { padPayload } from "./payloads.js";

const LARGEST_COUNT = 10_000_000;

/**
 * One paper ballot as a clerk read it: its choices, or why it is spoiled.
 * @typedef {{ choices: Choices } | { spoiled: string }} Keyed
 */

/**
 * What one clerk keyed, by the number written on the ballot, and what is wrong line by line.
 *
 * A line is {"ballot": 1, "choices": {...}}, as an electronic ballot has them, or
 * {"ballot": 2, "spoiled": "reason"}.
 * @param {Bytes} raw
 * @param {Contest[]} contests
 * @param {number} padLen
 * @param {string} what
 */
export function readKeyed(raw, contests, padLen, what) {
  /** @type {Map<number, Keyed>} */
  const found = new Map();
  /** @type {string[]} */
  const faults = [];
  for (const [at, line] of linesOf(raw).entries()) {
    const place = `${what}, line ${at + 1}`;
    try {
      const [number, keyed] = readLine(parseJson(line, place), place, contests, padLen);
      if (found.has(number)) throw new Malformed(`${place}: ballot ${number} was keyed before`);
      found.set(number, keyed);
    } catch (fault) {
      if (!(fault instanceof Malformed)) throw fault;
      faults.push(fault.message);
    }
  }
  return { found, faults };
}

/**
 * The lines of a file, as they end on any machine; none after the last end.
 * @param {Bytes} raw
 */
function linesOf(raw) {
  /** @type {Bytes[]} */
  const lines = [];
  for (let from = 0; from < raw.length; ) {
    const next = raw.indexOf(0x0a, from);
    const to = next < 0 ? raw.length : next;
    lines.push(raw.slice(from, raw[to - 1] === 0x0d ? to - 1 : to));
    from = to + 1;
  }
  return lines;
}

/**
 * @param {unknown} value
 * @param {string} place
 * @param {Contest[]} contests
 * @param {number} padLen
 * @returns {[number, Keyed]}
 */
function readLine(value, place, contests, padLen) {
  const isSpoiled = Object.hasOwn(Object(value), "spoiled");
  const of = new Fields(value, place, "ballot", isSpoiled ? "spoiled" : "choices");
  const number = of.number("ballot", 1, LARGEST_COUNT);
  if (isSpoiled) return [number, { spoiled: of.text("spoiled") }];
  const choices = choicesOf(of.members["choices"], place);
  try {
    padPayload(choices, contests, padLen);
  } catch (fault) {
    throw fault instanceof Malformed ? new Malformed(`${place}: ${fault.message}`) : fault;
  }
  return [number, { choices }];
}

/**
 * @param {unknown} value
 * @param {string} place
 */
function choicesOf(value, place) {
  const isList = (/** @type {unknown} */ numbers) =>
    Array.isArray(numbers) && numbers.every((number) => Number.isInteger(number));
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject || !Object.values(value).every(isList)) {
    throw new Malformed(`${place}: choices must be an object of arrays of numbers`);
  }
  return /** @type {Choices} */ (value);
}

/**
 * The numbers of the ballots that two clerks did not key alike, or that only one keyed.
 *
 * Two who call a ballot spoiled agree, whatever their words.
 * @param {Map<number, Keyed>} first
 * @param {Map<number, Keyed>} second
 */
export function differences(first, second) {
  return numbersOf(first, second).filter((number) => {
    const [one, other] = [first.get(number), second.get(number)];
    return !one || !other || !same(written(one), written(other));
  });
}

/** @param {Keyed} keyed */
function written(keyed) {
  return canonical("choices" in keyed ? keyed.choices : null);
}

/**
 * The choices of each ballot that is not spoiled, and how many are; where two clerks differ, as a
 * third look says.
 *
 * Malformed where a difference has no third look, or a third look no difference.
 * @param {Map<number, Keyed>} first
 * @param {Map<number, Keyed>} second
 * @param {Map<number, Keyed>} third
 */
export function settled(first, second, third) {
  const differing = differences(first, second);
  const missing = differing.filter((number) => !third.has(number));
  if (missing.length) {
    throw new Malformed(`ballots ${missing.join(", ")} were not keyed alike and need a third look`);
  }
  const needless = numbersOf(third).filter((number) => !differing.includes(number));
  if (needless.length) {
    throw new Malformed(`ballots ${needless.join(", ")} were keyed alike and need no third look`);
  }
  const ballots = numbersOf(first, second).map((number) => third.get(number) ?? first.get(number));
  const chosen = ballots.flatMap((each) => (each && "choices" in each ? [each.choices] : []));
  return { chosen, spoiled: ballots.length - chosen.length };
}

/** @param {...Map<number, Keyed>} keyed */
function numbersOf(...keyed) {
  const numbers = new Set(keyed.flatMap((each) => [...each.keys()]));
  return [...numbers].sort((one, other) => one - other);
}
