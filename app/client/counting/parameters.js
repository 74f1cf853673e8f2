/** The parameters of counting rules: each read from the text that writes it. */
/** @import { Fraction } from "./fractions.js" */
import { Malformed } from "../protocol/bytes.js";
import { compareFractions, isNumber, readFraction, writeFraction } from "./fractions.js";

/** @typedef {readonly [string, number]} Guarantee a group and the least number of its places */
/** @typedef {number | string | Fraction | string[] | Guarantee[] | null} Value */
/** @typedef {(text: string) => Value} Reader */

const HALF = { above: 1n, below: 2n };
const ONE = { above: 1n, below: 1n };

/** @type {Record<string, Reader>} */
export const READERS = {
  ties: readTies,
  limit: orNone(number("limit", "the ranks that count", 1, 999)),
  batch: orNone(share("batch", "the share below which all leave", HALF)),
  precision: number("precision", "the decimals of a ballot's value", 1, 12),
  quota: oneOf("quota", "droop", "droop-fraction", "hare"),
  surplus: oneOf("surplus", "together", "largest-first"),
  truncation: oneOf("truncation", "once", "twice"),
  guarantee: readGuarantee,
  form: oneOf("form", "yes-no", "options"),
  threshold: share("threshold", "what a question needs", ONE),
  passing: oneOf("passing", "exceeded", "reached"),
  base: oneOf("base", "for-and-against", "ballots-cast", "members-present", "members-eligible"),
  quorum: orNone(readQuorum),
  present: orNone(number("present", "the members present", 1, 1e9)),
  eligible: orNone(number("eligible", "the members eligible", 1, 1e9)),
};

/**
 * A parameter's value as the text that reads back the same.
 * @param {Value} value
 * @returns {string}
 */
export function written(value) {
  if (value === null) return "none";
  if (!Array.isArray(value)) return typeof value === "object" ? writeFraction(value) : `${value}`;
  const parts = value.map((part) => (Array.isArray(part) ? part.join(":") : part));
  return parts.join() || "none";
}

/**
 * @param {string} key
 * @param {string} meaning
 * @param {number} least
 * @param {number} most
 * @returns {Reader}
 */
function number(key, meaning, least, most) {
  return (text) => {
    if (!isNumber(text) || Number(text) < least || Number(text) > most) {
      throw new Malformed(`${key}=${text}: ${meaning} is a number from ${least} to ${most}`);
    }
    return Number(text);
  };
}

/**
 * @param {string} key
 * @param {string} meaning
 * @param {Fraction} most
 * @returns {Reader}
 */
function share(key, meaning, most) {
  return (text) => {
    const read = readFraction(text);
    if (!read?.above || compareFractions(read, most) > 0) {
      const least = `${meaning} is a fraction like 1/10`;
      throw new Malformed(`${key}=${text}: ${least}, at most ${writeFraction(most)}`);
    }
    return read;
  };
}

/**
 * @param {string} key
 * @param {...string} choices
 * @returns {Reader}
 */
function oneOf(key, ...choices) {
  return (text) => {
    if (!choices.includes(text)) {
      throw new Malformed(`${key}=${text}: it is ${choices.join(" or ")}`);
    }
    return text;
  };
}

/**
 * @param {Reader} read
 * @returns {Reader}
 */
function orNone(read) {
  return (text) => (text === "none" ? null : read(text));
}

/** @param {string} text */
function readTies(text) {
  if (text !== "lots" && text !== "earlier-round,lots") {
    throw new Malformed(`ties=${text}: the tie steps are lots or earlier-round,lots`);
  }
  return text.split(",");
}

/** @param {string} text */
function readQuorum(text) {
  const quorum = readFraction(text);
  const isShare = text.includes("/");
  if (!quorum?.above || (isShare && compareFractions(quorum, ONE) >= 0)) {
    throw new Malformed(`quorum=${text}: a quorum is a number like 100 or a share like 3/10`);
  }
  return isShare ? quorum : Number(quorum.above);
}

/** @param {string} text */
function readGuarantee(text) {
  const parts = text === "none" ? [] : text.split(",");
  const places = parts.map((part) => {
    const at = part.lastIndexOf(":");
    const [group, places] = [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1)];
    if (!group || !isNumber(places) || Number(places) < 1) {
      throw new Malformed(`guarantee=${text}: write GROUP:NUMBER, more of them with commas`);
    }
    return /** @type {Guarantee} */ ([group, Number(places)]);
  });
  if (new Set(places.map(([group]) => group)).size < places.length) {
    throw new Malformed(`guarantee=${text}: a group stands in it twice`);
  }
  return places;
}
