/** @import { Filled } from "../seating/filled.js" */
/** @import { Seating, Terms } from "../seating/seating.js" */
/** @import { Court } from "./checks.js" */
/** @import { Counted } from "./recount.js" */
/** @import { Results } from "./results.js" */
import { Malformed, same } from "../protocol/bytes.js";
import { Fields, canonical } from "../protocol/json.js";
import { delegatesOf } from "../seating/convention.js";
import { readConventionRules } from "../seating/rules.js";
import { isOpen, seat } from "../seating/seating.js";
import { sum, verified } from "./outcomes.js";
import { contestIn, electedIn } from "./results.js";

const NAMESAKE = / \(\d+\)$/;

/**
 * Everybody is seated again from the ballots, and results.json must say the same.
 *
 * The seat rules, who of several contests is one person, who held an office before, and a winner's
 * own choice are the registrar's word, in results.json for all to read; so are the seats of a board
 * that go by the size of units, which no ballot tells.
 * @param {Court} court
 */
export async function checkSeats({ evidence }) {
  const results = await evidence.results();
  /** @type {Map<string, Counted>} */
  const recounts = new Map();
  for await (const [id, counted] of evidence.recounts()) recounts.set(id, counted);
  const { contests } = await evidence.manifest();
  const asked = contests.filter(({ question }) => question).map(({ id }) => id);
  const filled = [...results.contests.keys()]
    .filter((id) => !asked.includes(id))
    .map((id) => filledOf(results, id, recounts.get(id) ?? null));
  for (const { id, title } of filled) {
    if (contests.some((each) => each.id === id && each.title !== title)) {
      throw new Malformed(`${id}: its title is not that of the manifest`);
    }
  }
  checkPeople(results, filled);
  const { seatRules: rules, choices, previous } = results;
  checkChoices(filled, { rules, choices, previous });
  const found = seat(filled, { rules, choices, previous });
  checkSeating(results, found);
  checkConvention(results, found, filled);
  const vacant = sum(found.empty.map(({ seats }) => seats));
  return verified(`${found.seats.length} seats, ${vacant} vacant`);
}

/**
 * @param {Results} results
 * @param {string} id
 * @param {Counted | null} count
 * @returns {Filled}
 */
function filledOf(results, id, count) {
  const published = contestIn(results, id);
  const names = count ? count.contest.candidates : electedIn(id, published);
  const seats = count ? count.contest.seats : published["seats"];
  if (typeof seats !== "number") {
    throw new Malformed(`${id}: seats of results.json is not a number`);
  }
  const text = (/** @type {string} */ name) => {
    const value = published[name];
    if (typeof value === "string" && value) return value;
    throw new Malformed(`${id}: ${name} of results.json is not a text`);
  };
  const [title, group, cite] = [text("title"), text("group"), text("cite")];
  const people = peopleIn(published["people"], names, id);
  return { id, title, group, cite, seats, names, people, count };
}

/**
 * Each candidate's key in the order of the names; no two are one person.
 * @param {unknown} value
 * @param {string[]} names
 * @param {string} id
 */
function peopleIn(value, names, id) {
  const people = new Map(Object.entries(Array.isArray(value) ? {} : Object(value)));
  const keys = names.map((name) => people.get(name));
  const isEach = keys.every((key) => typeof key === "string" && key !== "");
  if (!isEach || keys.length !== people.size || new Set(keys).size !== keys.length) {
    throw new Malformed(`${id}: people of results.json does not name each candidate once`);
  }
  return /** @type {string[]} */ (keys);
}

/**
 * Nobody has two names, but for the numbers that tell namesakes apart in one contest.
 * @param {Results} results
 * @param {Filled[]} filled
 */
function checkPeople({ previous }, filled) {
  /** @type {Map<string, string>} */
  const known = new Map();
  const called = filled.flatMap(({ id, people, names }) =>
    people.map((key, at) => ({ place: id, key, name: names[at] })),
  );
  const before = previous.map(({ office, person, name }) => ({ place: office, key: person, name }));
  for (const { place, key, name } of [...called, ...before]) {
    const bare = name.replace(NAMESAKE, "");
    const first = known.get(key) ?? bare;
    if (first !== bare) {
      throw new Malformed(`${place}: ${key} is called both '${first}' and '${bare}'`);
    }
    known.set(key, bare);
  }
}

/**
 * @param {Filled[]} filled
 * @param {Terms} terms
 */
function checkChoices(filled, terms) {
  for (const [key, contest] of terms.choices) {
    if (!isOpen(filled, terms, key)) throw new Malformed(`${key} has no choice of ${contest}`);
  }
}

/**
 * The first row that differs is named.
 * @param {Results} results
 * @param {Seating} found
 */
function checkSeating({ seating, vacancies }, { seats, empty }) {
  for (const [at, row] of seating.entries()) {
    if (at < seats.length && !same(canonical(row), canonical(seats[at]))) {
      throw new Malformed(
        `${row.contest}: the seat of '${row.member}' is not as the ballots fill it`,
      );
    }
  }
  if (seating.length !== seats.length) {
    throw new Malformed(
      `${seating.length} seats are published, and the ballots fill ${seats.length}`,
    );
  }
  if (!same(canonical(empty), canonical(vacancies))) {
    throw new Malformed("the vacancies of results.json are not those that the ballots leave");
  }
}

/**
 * The officers stand in the order that their rank, votes and lots give, where any go.
 * @param {Results} results
 * @param {Seating} found
 * @param {Filled[]} filled
 */
function checkConvention({ convention }, { held }, filled) {
  if (convention === null) return;
  const place = "results.json, convention";
  const of = new Fields(convention, place, "rules", "lots", "delegates");
  const rules = readConventionRules(of.members["rules"], `${place}, rules`);
  const delegates = delegatesOf(held, filled, rules, of.texts("lots"));
  if (!same(canonical(delegates), canonical(of.members["delegates"]))) {
    throw new Malformed(
      "the convention's delegates are not in the order of rank, votes and lots",
    );
  }
}
