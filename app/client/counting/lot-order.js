/** @import { Tie } from "./count.js" */
/** @import { PersonName } from "./names.js" */
import { Malformed } from "../protocol/bytes.js";
import { LETTERS, PARTS, folded, printed, printedLast, unspaced } from "./names.js";

/**
 * The candidates of a contest, as indexes, best first in a randomized alphabet; `equal` holds groups
 * of names that are the same after folding, of which a lot drawn in the open settled each.
 * @typedef {{ letters: string, names: PersonName[], order: number[], equal: number[][] }} LotOrder
 */

/**
 * The lot order of all candidates of a contest, from a randomized alphabet.
 * @param {string} alphabet
 * @param {PersonName[]} names
 * @returns {LotOrder}
 */
export function lotOrder(alphabet, names) {
  const letters = alphabetIn(alphabet);
  const keys = keysOf(letters, names);
  const order = names.map((_, at) => at).sort((one, other) => ordered(keys[one], keys[other]));
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  for (const each of order) {
    groups.set(keys[each], [...(groups.get(keys[each]) ?? []), each]);
  }
  return { letters, names, order, equal: [...groups.values()].filter(({ length }) => length > 1) };
}

/**
 * Whether lots keep an alphabet's order; among names equal in it a draw decided.
 * @param {number[]} lots
 * @param {LotOrder} alphabet
 */
export function follows(lots, { order, equal }) {
  const first = new Map(equal.flatMap((group) => group.map((each) => [each, group[0]])));
  const told = (/** @type {number[]} */ line) => line.map((each) => first.get(each) ?? each).join();
  return told(lots) === told(order);
}

/**
 * The letters that decided a tie.
 * @param {Tie} tie
 * @param {LotOrder} alphabet
 */
export function reasonOf({ kind, tied }, { letters, names, order }) {
  const line = [...tied].sort((one, other) => order.indexOf(one) - order.indexOf(other));
  const pairs = line.slice(1).map((each, at) => [line[at], each]);
  const deciding = { order: pairs, elimination: pairs.slice(-1) };
  const told = kind === "order" || kind === "elimination" ? deciding[kind] : pairs.slice(0, 1);
  return told.map(([one, other]) => because(letters, names[one], names[other])).join("; ");
}

/**
 * A randomized alphabet as 26 capitals.
 * @param {string} text
 */
function alphabetIn(text) {
  const letters = unspaced(text).replace(/,/g, "").toUpperCase();
  for (const letter of letters) {
    if (!LETTERS.includes(letter)) {
      throw new Malformed(
        `the alphabet has '${letter}': it must hold the letters A to Z alone`,
      );
    }
    if (letters.indexOf(letter) !== letters.lastIndexOf(letter)) {
      throw new Malformed(`the alphabet has ${letter} twice: each letter stands in it once`);
    }
  }
  const missing = [...LETTERS].filter((letter) => !letters.includes(letter)).join(", ");
  if (missing) {
    throw new Malformed(`the alphabet lacks ${missing}: all 26 letters stand in it once`);
  }
  return letters;
}

/**
 * Sort keys; first and middle names are folded only where last names are equal.
 * @param {string} letters
 * @param {PersonName[]} names
 */
function keysOf(letters, names) {
  const lasts = names.map((name) => folded(name, "last name"));
  return names.map((name, at) => {
    const isShared = lasts.indexOf(lasts[at]) !== lasts.lastIndexOf(lasts[at]);
    const parts = isShared ? PARTS : PARTS.slice(0, 1);
    return parts.map((part) => keyOf(letters, folded(name, part))).join(" ");
  });
}

/**
 * The letters by their places in the alphabet, so that text order is its order; a space, the end of
 * a part, comes before all.
 * @param {string} letters
 * @param {string} name in A to Z
 */
function keyOf(letters, name) {
  return Array.from(name, (letter) => LETTERS[letters.indexOf(letter)]).join("");
}

/**
 * @param {string} one
 * @param {string} other
 */
function ordered(one, other) {
  return one < other ? -1 : Number(one > other);
}

/**
 * The sentence that puts one of two names before the other.
 * @param {string} letters
 * @param {PersonName} one
 * @param {PersonName} other
 * @returns {string}
 */
function because(letters, one, other) {
  const part = PARTS.find((each) => folded(one, each) !== folded(other, each));
  if (!part) {
    return `${printed(one)} and ${printed(other)} are equal after folding: a lot must be drawn`;
  }
  const [here, there] = [folded(one, part), folded(other, part)];
  if (keyOf(letters, there) < keyOf(letters, here)) return because(letters, other, one);
  const at = [...there].findIndex((letter, place) => here[place] !== letter);
  const decided = `${letterIn(letters, here[at])} before ${letterIn(letters, there[at])}`;
  const reason = `${nth(at + 1)} letter, ${decided}`;
  if (part === "last name") return `${printedLast(one)} before ${printedLast(other)}: ${reason}`;
  return `${printed(one)} before ${printed(other)}: same last name; ${part}, ${reason}`;
}

/**
 * @param {string} letters
 * @param {string | undefined} letter
 */
function letterIn(letters, letter) {
  return letter ? `${letter} (${nth(letters.indexOf(letter) + 1)})` : "the end of the name";
}

/** @param {number} number */
function nth(number) {
  const isTeen = [11, 12, 13].includes(number % 100);
  return `${number}${(!isTeen && { 1: "st", 2: "nd", 3: "rd" }[number % 10]) || "th"}`;
}
