/** @import { Filled, HeldBefore, Seat } from "./filled.js" */
/** @import { ExOfficio } from "./rules.js" */

/**
 * The seats that come with other seats, without a vote of their own.
 *
 * Who is elected again is not the one before: the seat is then that of the holder before them.
 * @param {Seat[]} seats
 * @param {Filled[]} filled
 * @param {ExOfficio[]} rows
 * @param {HeldBefore[]} previous the latest first
 * @returns {Seat[]}
 */
export function exOfficioSeats(seats, filled, rows, previous) {
  return rows.flatMap((row) => {
    const held = row.previous ? heldBefore(row, seats, previous) : heldNow(row, seats, filled);
    const vote = row.voting ? "" : ", without a vote";
    return [...held].map(([member, office]) => ({
      contest: row.body,
      member,
      how: "ex officio",
      cite: row.cite,
      because: `${row.title}${vote}, by ${office}.`,
    }));
  });
}

/**
 * @param {ExOfficio} row
 * @param {Seat[]} seats
 * @param {HeldBefore[]} previous
 */
function heldBefore(row, seats, previous) {
  const isAgain = (/** @type {string} */ person) =>
    seats.some(({ contest, member }) => contest === row.previous && member === person);
  const found = previous.find(
    ({ office, person }) => office === row.previous && !isAgain(person),
  );
  return new Map(found ? [[found.person, "the office held before"]] : []);
}

/**
 * @param {ExOfficio} row
 * @param {Seat[]} seats
 * @param {Filled[]} filled
 */
function heldNow({ groups }, seats, filled) {
  const offices = new Map(filled.map((each) => [each.id, each]));
  /** @type {Map<string, string>} */
  const held = new Map();
  for (const { contest, member } of seats) {
    const office = offices.get(contest);
    if (office && groups.includes(office.group)) held.set(member, office.title);
  }
  return held;
}
