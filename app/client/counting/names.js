import { Malformed } from "../protocol/bytes.js";

/**
 * A name as printed on the ballot; `latin_last` where the last name is in another script.
 * @typedef {{ last: string, first: string, middle: string, suffix: string, latin_last: string }} PersonName
 */
/** @typedef {"last name" | "first name" | "middle name"} Part */

/** @type {Part[]} */
export const PARTS = ["last name", "first name", "middle name"];
export const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SUFFIXES = ["JR", "SR", "II", "III", "IV"];
/** @type {Record<string, string>} */
const FOLDED = { Ø: "O", Æ: "AE", Œ: "OE", Ł: "L", Đ: "D", Ð: "D", Þ: "TH" };
// Space as the registrar's side knows it, which is not all that \s is.
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
// Diacritics; hyphens, apostrophes as people and printers write them, and full stops.
const DROPPED = /[\p{Mn}\-\u00ad\u2010-\u2015'`\u00b4\u02bb\u02bc\u2018\u2019.]/u;

/**
 * A part of the name in the letters A to Z, as the lot order compares it.
 * @param {PersonName} name
 * @param {Part} part
 */
export function folded(name, part) {
  if (part !== "last name") return fold(part === "first name" ? name.first : name.middle);
  const letters = fold(withoutSuffix(name.latin_last || name.last));
  if (!letters) throw new Malformed(`${printed(name)}: the last name has no letters to compare`);
  return letters;
}

/**
 * The last name, with its Latin form where there is one.
 * @param {PersonName} name
 */
export function printedLast({ last, latin_last: latin }) {
  return latin ? `${last} (${latin})` : last;
}

/**
 * Last, First Middle.
 * @param {PersonName} name
 */
export function printed(name) {
  const given = [name.first, name.middle, name.suffix].filter(Boolean).join(" ");
  return given ? `${printedLast(name)}, ${given}` : printedLast(name);
}

/**
 * Text without space, in one word.
 * @param {string} text
 */
export function unspaced(text) {
  return text.split(SPACE).join("");
}

/**
 * A name in the letters A to Z, by the rules printed in the report: upper case, diacritics removed,
 * some letters written as others, hyphens, apostrophes, spaces and full stops dropped.
 * @param {string} text
 */
function fold(text) {
  let letters = "";
  for (const character of unspaced(text.normalize("NFKD").toUpperCase())) {
    const folded = FOLDED[character] ?? character;
    if (DROPPED.test(folded)) continue;
    if (![...folded].every((each) => LETTERS.includes(each))) {
      throw new Malformed(
        `'${text}': '${character}' has no place in A to Z; enter its Latin form`,
      );
    }
    letters += folded;
  }
  return letters;
}

/** @param {string} last */
function withoutSuffix(last) {
  const words = last.replace(/,/g, " ").split(SPACE).filter(Boolean);
  const isSuffix = (/** @type {string} */ word) =>
    SUFFIXES.includes(word.replace(/^\.+|\.+$/g, "").toUpperCase());
  while (words.length > 1 && isSuffix(words[words.length - 1])) words.pop();
  return words.join(" ");
}
