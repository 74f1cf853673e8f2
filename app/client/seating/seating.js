/** @import { Filled, HeldBefore, Seat } from "./filled.js" */
/** @import { SeatRules } from "./rules.js" */
import { Cascade } from "./cascade.js";
import { exOfficioSeats } from "./ex-officio.js";
import { nameIn } from "./filled.js";
import { VACANT, wayIn } from "./follower.js";

/** @typedef {{ contest: string, seats: number, because: string }} Empty seats that nobody fills */

/**
 * Every seat of an election by name, those of office too; the contests' own seats by person; the
 * seats that stay empty; and, by person, the contests between which a winner may choose.
 * @typedef {{ seats: Seat[], held: Seat[], empty: Empty[], open: Map<string, string[]> }} Seating
 */

/** @typedef {{ rules: SeatRules, choices: Map<string, string>, previous: HeldBefore[] }} Terms */

/**
 * Seats everybody, by the same ballots and the same rules always the same.
 * @param {Filled[]} filled
 * @param {Terms} terms the holders of offices before are the latest first
 * @returns {Seating}
 */
export function seat(filled, { rules, choices, previous }) {
  const cascade = new Cascade(filled, rules, choices, namesOf(filled, previous));
  const held = cascade.seats;
  const office = exOfficioSeats(held, filled, rules.exOfficio, previous);
  return {
    seats: [...held, ...office].map((row) => named(row, filled, cascade.names)),
    held,
    empty: filled.flatMap((each) => emptyIn(each, cascade)),
    open: openChoices(cascade),
  };
}

/**
 * Whether the choice of this person is one that the bylaws leave, all others being made.
 * @param {Filled[]} filled
 * @param {Terms} terms
 * @param {string} person
 */
export function isOpen(filled, terms, person) {
  const others = new Map([...terms.choices].filter(([key]) => key !== person));
  const choice = /** @type {string} */ (terms.choices.get(person));
  return seat(filled, { ...terms, choices: others }).open.get(person)?.includes(choice) ?? false;
}

/**
 * What each person is called, first by the contests in their order.
 * @param {Filled[]} filled
 * @param {HeldBefore[]} previous
 */
function namesOf(filled, previous) {
  const names = new Map(previous.map(({ person, name }) => [person, name]));
  for (const each of [...filled].reverse()) {
    each.people.forEach((person, at) => names.set(person, each.names[at]));
  }
  return names;
}

/**
 * @param {Seat} row
 * @param {Filled[]} filled
 * @param {Map<string, string>} names
 * @returns {Seat}
 */
function named(row, filled, names) {
  const own = filled.find(({ id }) => id === row.contest);
  const member = own ? nameIn(own, row.member) : names.get(row.member);
  return { ...row, member: member ?? row.member };
}

/**
 * @param {Filled} filled
 * @param {Cascade} cascade
 * @returns {Empty[]}
 */
function emptyIn(filled, cascade) {
  const seats = filled.seats - cascade.sitting(filled).length;
  if (seats <= 0) return [];
  const way = wayIn(filled, cascade.rules);
  const isVacant = way.value === VACANT;
  const why = isVacant ? `the seat is vacant (${way.cite})` : "nobody is left to follow";
  const because = cascade.steps
    .filter(({ left, follower }) => left === filled && follower === undefined)
    .map((step) => `${step.because.slice(0, -1)}; ${why}.`);
  if (seats > because.length) because.unshift(neverFilled(filled));
  return [{ contest: filled.id, seats, because: because.join(" ") }];
}

/** @param {Filled} filled */
function neverFilled({ title, names, count }) {
  const awaiting = count?.tabulation.awaiting;
  if (!awaiting) return `${title} had fewer candidates than seats.`;
  const equals = awaiting.tied.map((each) => names[each]).join(" and ");
  return `${equals} are equal; a run-off decides.`;
}

/** @param {Cascade} cascade */
function openChoices({ steps }) {
  /** @type {Map<string, string[]>} */
  const choices = new Map();
  for (const { member, kept, left } of steps.filter(({ open }) => open)) {
    choices.set(member, [...(choices.get(member) ?? []), kept.id, left.id]);
  }
  return choices;
}
