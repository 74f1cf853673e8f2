/**
 * Why an entry on the board is malformed; checked in this order, the first one is named.
 * @typedef {OnBoard | InMiddle} Reason
 * @typedef {"outer-does-not-open" | "outer-other-bytes"} OnBoard
 * @typedef {"inner-seen-before" | "inner-does-not-open" | "inner-other-bytes" | "padding"
 *   | "not-canonical" | "not-a-ballot" | "contest-missing" | "contest-foreign"
 *   | "number-unknown" | "number-repeated" | "numbers-too-many"
 *   | "marks-not-ascending"} InMiddle
 */

/** @type {readonly string[]} */
export const ON_BOARD = ["outer-does-not-open", "outer-other-bytes"];
/** @type {readonly string[]} */
export const IN_MIDDLE = [
  ...["inner-seen-before", "inner-does-not-open", "inner-other-bytes", "padding"],
  ...["not-canonical", "not-a-ballot", "contest-missing", "contest-foreign", "number-unknown"],
  ...["number-repeated", "numbers-too-many", "marks-not-ascending"],
];

/**
 * One ballot that cannot be counted: its index on the whole board where the outer layer fails, in
 * the group's sorted middle after that.
 * @typedef {{ board: number, reason: OnBoard } | { middle: number, reason: InMiddle }} MalformedRecord
 */
