/** The rules by which winners are seated, as results.json publishes them. */
import { Fields } from "../protocol/json.js";

/** @template T @typedef {{ value: T, cite: string }} Clause */

/**
 * Of the contests of these groups a member may have one only: that of the group named first, unless
 * the winner may choose and chooses otherwise.
 * @typedef {{ name: string, groups: string[], byChoice: boolean, cite: string }} Exclusivity
 */

/**
 * Seats of a body that come with the offices of these groups, or with having held one before.
 * @typedef {object} ExOfficio
 * @property {string} body
 * @property {string} title
 * @property {string[]} groups
 * @property {boolean} voting
 * @property {string} previous
 * @property {string} cite
 */

/**
 * Who follows in a seat that falls free goes by the counting method that filled it.
 * @typedef {object} SeatRules
 * @property {Exclusivity[]} exclusivities
 * @property {ExOfficio[]} exOfficio
 * @property {{ plurality: Clause<string>, ranked: Clause<string> }} succession
 * @property {Clause<boolean>} uncontested
 */

/**
 * Officers who go to conventions by their office, in the order of these groups.
 * @typedef {{ order: Clause<string[]>, declaredLast: Clause<boolean> }} ConventionRules
 */

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {SeatRules}
 */
export function readSeatRules(value, place) {
  const names = ["exclusivities", "ex_officio", "succession", "uncontested"];
  const of = new Fields(value, place, ...names);
  return {
    exclusivities: of.each("exclusivities", readExclusivity),
    exOfficio: of.each("ex_officio", readExOfficio),
    succession: readSuccession(of.members["succession"], `${place}, succession`),
    uncontested: readTruth(of.members["uncontested"], `${place}, uncontested`),
  };
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {ConventionRules}
 */
export function readConventionRules(value, place) {
  const of = new Fields(value, place, "order", "declared_last");
  const order = clauseAt(of.members["order"], `${place}, order`);
  return {
    order: { value: order.texts("value"), cite: citeOf(order) },
    declaredLast: readTruth(of.members["declared_last"], `${place}, declared_last`),
  };
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {Exclusivity}
 */
function readExclusivity(value, place) {
  const of = new Fields(value, place, "name", "groups", "at", "by_choice", "cite", "rule");
  of.text("at");
  const [name, groups, byChoice] = [of.text("name"), of.texts("groups"), of.flag("by_choice")];
  return { name, groups, byChoice, cite: citeOf(of) };
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {ExOfficio}
 */
function readExOfficio(value, place) {
  const names = ["body", "title", "groups", "voting", "previous", "cite", "rule"];
  const of = new Fields(value, place, ...names);
  return {
    body: of.text("body"),
    title: of.text("title"),
    groups: of.texts("groups"),
    voting: of.flag("voting"),
    previous: of.words("previous"),
    cite: citeOf(of),
  };
}

/**
 * @param {unknown} value
 * @param {string} place
 */
function readSuccession(value, place) {
  const of = new Fields(value, place, "plurality", "ranked");
  const way = (/** @type {string} */ name) => {
    const clause = clauseAt(of.members[name], `${place}, ${name}`);
    return { value: clause.text("value"), cite: citeOf(clause) };
  };
  return { plurality: way("plurality"), ranked: way("ranked") };
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {Clause<boolean>}
 */
function readTruth(value, place) {
  const clause = clauseAt(value, place);
  return { value: clause.flag("value"), cite: citeOf(clause) };
}

/**
 * @param {unknown} value
 * @param {string} place
 */
function clauseAt(value, place) {
  return new Fields(value, place, "value", "cite", "rule");
}

/**
 * The clause a person can look up; that it has a rule of ours is checked as well.
 * @param {Fields} of
 */
function citeOf(of) {
  const cite = of.text("cite");
  of.text("rule");
  return cite;
}
