/** @import { Filled, Seat } from "./filled.js" */
/** @import { ConventionRules } from "./rules.js" */
import { Malformed } from "../protocol/bytes.js";
import { nameIn, votesIn } from "./filled.js";

/** @typedef {{ person: string, office: Filled, votes: number | null }} Officer */

/**
 * Who goes to conventions, by rank of office, then by votes, those declared elected after them where
 * the rules say so, then by lot; each once, by the highest office.
 * @param {Seat[]} held the contests' seats by person
 * @param {Filled[]} filled
 * @param {ConventionRules} rules
 * @param {string[]} lots people, best first
 */
export function delegatesOf(held, filled, rules, lots) {
  const contests = new Map(filled.map((each) => [each.id, each]));
  const offices = held.map(({ contest, member }) => {
    const office = /** @type {Filled} */ (contests.get(contest));
    return { person: member, office, votes: votesIn(office, member) };
  });
  const going = offices.filter(({ office }) => rules.order.value.includes(office.group));
  const lost = going.find(({ person }) => !lots.includes(person));
  if (lost) throw new Malformed(`The lot order lacks member ${lost.person}.`);
  const line = going.sort((one, other) => ordered(one, other, rules, lots));
  const isFirst = (/** @type {Officer} */ { person }, /** @type {number} */ at) =>
    line.findIndex((each) => each.person === person) === at;
  return line.filter(isFirst).map(({ person, office, votes }) => ({
    person,
    member: nameIn(office, person),
    office: office.title,
    votes,
  }));
}

/**
 * @param {Officer} one
 * @param {Officer} other
 * @param {ConventionRules} rules
 * @param {string[]} lots
 */
function ordered(one, other, { order, declaredLast }, lots) {
  const places = [one, other].map(({ person, office, votes }) => [
    order.value.indexOf(office.group),
    Number(declaredLast.value && votes === null),
    -(votes ?? 0),
    lots.indexOf(person),
  ]);
  const at = places[0].findIndex((place, step) => place !== places[1][step]);
  return at < 0 ? 0 : places[0][at] - places[1][at];
}
