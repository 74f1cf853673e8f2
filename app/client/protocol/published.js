/** @import { Bytes } from "./bytes.js" */
/** @import { Hashed } from "./opened.js" */
/** @import { Answer } from "./partial-checking.js" */
/** @import { MalformedRecord } from "./reasons.js" */
import { Malformed } from "./bytes.js";
import { Fields, parseCanonical } from "./json.js";
import { areDice } from "./partial-checking.js";
import { IN_MIDDLE, ON_BOARD } from "./reasons.js";

const LARGEST_INDEX = 2 ** 32 - 1;

/**
 * opening.json: H, what was rolled after it, and the word of those present.
 * @typedef {{ groups: Hashed[], announced: Bytes, dice: string, attestations: string[] }} Published
 */

/**
 * The opening of exactly these canonical bytes; whether H is right is not looked at.
 * @param {Bytes} raw
 * @returns {Published}
 */
export function readPublished(raw) {
  const value = parseCanonical(raw, "opening.json");
  const of = new Fields(value, "opening.json", "groups", "H", "dice", "attestations");
  const dice = of.members["dice"];
  if (typeof dice !== "string" || (dice && !areDice(dice))) {
    throw new Malformed('dice of opening.json must be "" or at least 25 digits from 1 to 6');
  }
  return {
    groups: of.each("groups", readGroup),
    announced: of.binary("H", 32),
    dice,
    attestations: of.texts("attestations"),
  };
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {Hashed}
 */
function readGroup(value, place) {
  const of = new Fields(value, place, "group_id", "mth_middle", "mth_plain", "malformed");
  return {
    groupId: of.number("group_id", 1, 2 ** 16 - 1),
    mthMiddle: of.binary("mth_middle", 32),
    mthPlain: of.binary("mth_plain", 32),
    malformed: of.each("malformed", readRecord),
  };
}

/**
 * @param {unknown} value
 * @param {string} place
 */
function readRecord(value, place) {
  const where = isAmong(value, "board") ? "board" : "middle";
  const of = new Fields(value, place, where, "reason");
  const reason = of.text("reason");
  if (!(where === "board" ? ON_BOARD : IN_MIDDLE).includes(reason)) {
    throw new Malformed(`${place} has a reason that is not found on the ${where}`);
  }
  const record = { [where]: of.number(where, 0, LARGEST_INDEX), reason };
  return /** @type {MalformedRecord} */ (/** @type {unknown} */ (record));
}

/**
 * The answers of rpc/G.jsonl, each line of canonical JSON.
 * @param {Bytes} raw
 * @param {string} what
 */
export function readAnswers(raw, what) {
  return linesOf(raw, what).map((line, at) => readAnswer(line, `${what}, line ${at + 1}`));
}

/**
 * The lines of a file, each ended; Malformed where the last one is not.
 * @param {Bytes} raw
 * @param {string} what
 */
export function linesOf(raw, what) {
  const lines = [];
  let start = 0;
  for (let end = raw.indexOf(10); end >= 0; end = raw.indexOf(10, start)) {
    lines.push(raw.slice(start, end));
    start = end + 1;
  }
  if (start < raw.length) throw new Malformed(`${what} does not end with its last line`);
  return lines;
}

/**
 * @param {Bytes} line
 * @param {string} place
 * @returns {Answer}
 */
function readAnswer(line, place) {
  const value = parseCanonical(line, place);
  const onBoard = isAmong(value, "board");
  const [index, eph] = onBoard ? ["board", "ephA"] : ["plain", "ephB"];
  const of = new Fields(value, place, index, eph);
  return { onBoard, index: of.number(index, 0, LARGEST_INDEX), eph: of.binary(eph, 32) };
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function isAmong(value, name) {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}
