/** @import { LotOrder } from "../counting/lot-order.js" */
/** @import { PersonName } from "../counting/names.js" */
/** @import { Profile } from "../counting/profile.js" */
/** @import { Rule } from "../counting/rule.js" */
/** @import { Tabulation } from "../counting/tabulate.js" */
/** @import { Contest } from "../protocol/contests.js" */
/** @import { Read } from "../protocol/reading.js" */
/** @import { Results } from "./results.js" */
import { follows, lotOrder } from "../counting/lot-order.js";
import { profileOf } from "../counting/profile.js";
import { parametersOf, readRule } from "../counting/rule.js";
import { tabulate } from "../counting/tabulate.js";
import { asJson } from "../counting/tabulation.js";
import { Malformed, same } from "../protocol/bytes.js";
import { sha256 } from "../protocol/hashes.js";
import { Fields, canonical } from "../protocol/json.js";
import { contestIn } from "./results.js";

/**
 * One contest counted again; `places` says, by name, for which guarantee a candidate counts.
 * @typedef {object} Counted
 * @property {Contest} contest
 * @property {Profile} profile
 * @property {Tabulation} tabulation
 * @property {number[]} lots
 * @property {LotOrder | null} alphabet
 * @property {Record<string, string>} places
 */

/**
 * The contest counted again from the ballots, by the rule and lots that the manifest froze; these are
 * read from results.json, and Malformed where they have not the digests that the manifest holds.
 * @param {Results} results
 * @param {Contest} contest
 * @param {Read[]} ballots
 * @returns {Promise<Counted>}
 */
export async function recount(results, contest, ballots) {
  const { id, candidates, seats } = contest;
  const published = contestIn(results, id);
  const place = `results.json, ${id}`;
  const { rule, places } = await ruleIn(published["counting_rule"], contest, place);
  const lots = await lotsIn(published["lot_order"], contest, place);
  const alphabet = alphabetIn(published["alphabet"], place);
  if (alphabet && !follows(lots, alphabet)) {
    throw new Malformed(`contest ${id}: the lot order is not that of its alphabet`);
  }
  const rankings = ballots.map((ballot) => (ballot.get(id) ?? []).map((number) => number - 1));
  const profile = profileOf(candidates.length, rankings);
  const groups = new Map(
    candidates.flatMap((name, at) => (Object.hasOwn(places, name) ? [[at, places[name]]] : [])),
  );
  const tabulation = tabulate(profile, rule, { seats, lots, groups });
  return { contest, profile, tabulation, lots, alphabet, places };
}

/**
 * The contest of results.json, but for the second count and for what the seats add.
 * @param {Counted} counted
 */
export function countedJson({ contest, profile, tabulation, lots, alphabet, places }) {
  const { rule } = tabulation;
  const kept = Object.keys(places).length ? { places } : {};
  return {
    id: contest.id,
    ...asJson(tabulation, contest.candidates, alphabet),
    declared: false,
    blank: profile.blanks,
    counting_rule: { rule: rule.name, parameters: parametersOf(rule), ...kept },
    lot_order: lots.map((each) => contest.candidates[each]),
    alphabet: alphabet && { letters: alphabet.letters, names: alphabet.names },
  };
}

/**
 * @param {unknown} value
 * @param {Contest} contest
 * @param {string} place
 * @returns {Promise<{ rule: Rule, places: Record<string, string> }>}
 */
async function ruleIn(value, contest, place) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Malformed(`${place}: counting_rule is not an object`);
  }
  if (!same(await sha256(canonical(value)), contest.countingRule)) {
    throw new Malformed(`${place}: the counting rule is not the one that the manifest froze`);
  }
  const { places = {}, ...rule } = /** @type {Record<string, unknown>} */ (value);
  const isNamed = typeof places === "object" && places !== null && !Array.isArray(places);
  if (!isNamed || Object.values(places).some((each) => typeof each !== "string")) {
    throw new Malformed("the places that a counting rule keeps are not names by candidate");
  }
  return { rule: readRule(rule), places: /** @type {Record<string, string>} */ (places) };
}

/**
 * @param {unknown} value
 * @param {Contest} contest
 * @param {string} place
 */
async function lotsIn(value, { candidates, lotOrder: frozen }, place) {
  const names = Array.isArray(value) ? value : [];
  const lots = names.map((name) => candidates.indexOf(name));
  const isWhole = new Set(lots).size === candidates.length && lots.length === candidates.length;
  if (!isWhole || lots.includes(-1)) {
    throw new Malformed(`${place}: lot_order does not name every candidate once`);
  }
  if (!same(await sha256(canonical(names)), frozen)) {
    throw new Malformed(`${place}: the lot order is not the one that the manifest froze`);
  }
  return lots;
}

/**
 * @param {unknown} value
 * @param {string} place
 */
function alphabetIn(value, place) {
  if (value === null || value === undefined) return null;
  const of = new Fields(value, `${place}, alphabet`, "letters", "names");
  return lotOrder(of.text("letters"), of.each("names", readName));
}

/**
 * @param {unknown} value
 * @param {string} place
 */
function readName(value, place) {
  const of = new Fields(value, place, "last", "first", "middle", "suffix", "latin_last");
  if (Object.values(of.members).some((part) => typeof part !== "string")) {
    throw new Malformed(`${place} is not a name in texts`);
  }
  return /** @type {PersonName} */ (/** @type {unknown} */ (of.members));
}
