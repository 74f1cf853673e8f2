/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { HeldBefore, Seat } from "../seating/filled.js" */
/** @import { SeatRules } from "../seating/rules.js" */
import { Malformed, compare, utf8 } from "../protocol/bytes.js";
import { Fields, canonical, parseCanonical } from "../protocol/json.js";
import { readSeatRules } from "../seating/rules.js";

const WHAT = "results.json";
const NAMES = [
  ...["election", "purpose", "certified", "reconciliation", "contests", "questions"],
  ...["seat_rules", "choices", "previous", "seating", "vacancies", "board", "convention"],
];
const HOW = ["elected", "declared", "succession", "ex officio"];
export const OF_SEATS = ["title", "group", "cite", "people"]; // what the seats add to a contest
const LEAST_CERTIFIERS = 2;

/** @typedef {Record<string, unknown>} Published a contest as results.json has it */

/**
 * results.json as the bundle has it; contests by id, in their order.
 * @typedef {object} Results
 * @property {string} election
 * @property {string} purpose
 * @property {string[]} certifiedBy
 * @property {unknown} reconciliation
 * @property {Map<string, Published>} contests
 * @property {unknown} questions
 * @property {SeatRules} seatRules
 * @property {Map<string, string>} choices
 * @property {HeldBefore[]} previous
 * @property {Seat[]} seating
 * @property {unknown} vacancies
 * @property {unknown} convention
 */

/**
 * The results of exactly these canonical bytes, certified by two at least.
 * @param {Bytes} raw
 * @returns {Results}
 */
export function readResults(raw) {
  const of = new Fields(parseCanonical(raw, WHAT), WHAT, ...NAMES);
  const contests = of.each("contests", readContest);
  const byId = new Map(contests);
  if (byId.size !== contests.length) throw new Malformed(`${WHAT} has a contest twice`);
  return {
    election: of.text("election"),
    purpose: of.text("purpose"),
    certifiedBy: readCertifiers(of.members["certified"], `${WHAT}, certified`),
    reconciliation: of.members["reconciliation"],
    contests: byId,
    questions: of.members["questions"],
    seatRules: readSeatRules(of.members["seat_rules"], `${WHAT}, seat_rules`),
    choices: readChoices(of),
    previous: of.each("previous", readHeldBefore),
    seating: of.each("seating", readSeat),
    vacancies: of.members["vacancies"],
    convention: of.members["convention"],
  };
}

/**
 * A contest that the results must have.
 * @param {Results} results
 * @param {string} id
 */
export function contestIn({ contests }, id) {
  const contest = contests.get(id);
  if (!contest) throw new Malformed(`${WHAT} lacks contest ${id}`);
  return contest;
}

/**
 * The names that a contest elects.
 * @param {string} id
 * @param {Published} contest
 */
export function electedIn(id, { elected }) {
  if (!Array.isArray(elected) || elected.some((name) => typeof name !== "string")) {
    throw new Malformed(`${id}: elected of ${WHAT} is not an array of names`);
  }
  return /** @type {string[]} */ (elected);
}

/**
 * Those of a contest's members, as bytes to compare.
 * @param {Published} contest
 * @param {string[]} names
 */
export function only(contest, names) {
  const named = Object.entries(contest).filter(([each]) => names.includes(each));
  return canonical(Object.fromEntries(named));
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {[string, Published]}
 */
function readContest(value, place) {
  const id = Object(value)["id"];
  if (Array.isArray(value) || typeof id !== "string") {
    throw new Malformed(`${place} is not an object with an id`);
  }
  return [id, /** @type {Published} */ (value)];
}

/**
 * Who certified, two at least; people of one name may stand beside each other.
 * @param {unknown} value
 * @param {string} place
 */
function readCertifiers(value, place) {
  const people = new Fields(value, place, "by").items("by");
  const names = people.filter((name) => typeof name === "string" && name !== "");
  if (names.length !== people.length || names.length < LEAST_CERTIFIERS) {
    throw new Malformed(`${place} must name ${LEAST_CERTIFIERS} people at least`);
  }
  return /** @type {string[]} */ (names);
}

/** @param {Fields} of */
function readChoices(of) {
  const choices = of.each("choices", (value, place) => {
    const each = new Fields(value, place, "person", "contest");
    return /** @type {const} */ ([each.text("person"), each.text("contest")]);
  });
  const people = choices.map(([person]) => utf8(person));
  if (people.some((person, at) => at > 0 && compare(people[at - 1], person) >= 0)) {
    throw new Malformed(`choices of ${WHAT} must be sorted by person, each once`);
  }
  return new Map(choices);
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {HeldBefore}
 */
function readHeldBefore(value, place) {
  const of = new Fields(value, place, "office", "person", "name");
  return { office: of.text("office"), person: of.text("person"), name: of.text("name") };
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {Seat}
 */
function readSeat(value, place) {
  const of = new Fields(value, place, "contest", "member", "how", "cite", "because");
  const [contest, member, how] = [of.text("contest"), of.text("member"), of.text("how")];
  const seat = { contest, member, how, cite: of.text("cite"), because: of.text("because") };
  if (!HOW.includes(how)) throw new Malformed(`how of ${place} must be one of ${HOW.join(", ")}`);
  return seat;
}
