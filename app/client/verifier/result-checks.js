/** @import { Court } from "./checks.js" */
/** @import { GroupEvidence } from "./evidence.js" */
/** @import { Published } from "./results.js" */
import { Malformed, same } from "../protocol/bytes.js";
import { canonical } from "../protocol/json.js";
import { notPerformed, sum, verified } from "./outcomes.js";
import { countedJson } from "./recount.js";
import { OF_SEATS, contestIn, electedIn, only } from "./results.js";

const SECOND = ["second_count", "second_count_because"];
const OF_TIES = ["ties", "lot_order", "alphabet"];

/**
 * Every ballot is accounted for, and results.json says the same.
 * @param {Court} court
 */
export async function checkReconciliation({ evidence }) {
  const figures = [];
  for (const group of await evidence.groups()) figures.push(await figuresOf(group));
  const balanced = figures.every(isBalanced);
  const { reconciliation } = await evidence.results();
  if (!same(canonical({ balanced, groups: figures }), canonical(reconciliation))) {
    throw new Malformed("the reconciliation of results.json is not that of board and opening");
  }
  if (!balanced) throw new Malformed("the reconciliation does not balance");
  return verified("balanced in every group");
}

/**
 * The results name the election and purpose of the manifest, and no contest beyond it.
 * @param {Court} court
 */
export async function checkElection({ evidence }) {
  const [results, manifest] = [await evidence.results(), await evidence.manifest()];
  if (results.election !== manifest.title || results.purpose !== manifest.purpose) {
    throw new Malformed("results.json names another election or purpose than the manifest");
  }
  const [contests, frozen] = [[...results.contests], manifest.contests.map(({ id }) => id)];
  const voted = contests.filter(([, { declared }]) => declared !== true).map(([id]) => id);
  if (!same(canonical(voted), canonical(frozen))) {
    throw new Malformed("the contests voted on in results.json are not those of the manifest");
  }
  for (const [id, contest] of contests) if (!voted.includes(id)) checkDeclared(id, contest);
  return verified(`certified by ${results.certifiedBy.join(", ")}`);
}

/**
 * Every contest counted again from the ballots comes to what results.json says.
 * @param {Court} court
 */
export async function checkRecount({ evidence }) {
  const results = await evidence.results();
  for await (const [id, counted] of evidence.recounts()) {
    const told = without(contestIn(results, id), ...SECOND, ...OF_TIES, ...OF_SEATS);
    if (!same(told, without(countedJson(counted), ...OF_TIES))) {
      throw new Malformed(`${id}: results.json is not what the ballots come to`);
    }
  }
  const { contests } = await evidence.manifest();
  return verified(`${contests.length} contests counted again from the ballots`);
}

/**
 * Every tie was settled by the lot order that was frozen before voting.
 * @param {Court} court
 */
export async function checkTies({ evidence }) {
  const results = await evidence.results();
  let ties = 0;
  for await (const [id, counted] of evidence.recounts()) {
    if (!same(only(contestIn(results, id), OF_TIES), only(countedJson(counted), OF_TIES))) {
      throw new Malformed(`${id}: its ties are not settled by the frozen lot order`);
    }
    ties += counted.tabulation.ties.length;
  }
  return verified(`ties: ${ties}, all settled by the frozen rule and lot order`);
}

/**
 * What the registrar says of another program's count, which is not repeated here.
 * @param {Court} court
 */
export async function checkSecondCount({ evidence }) {
  const { contests } = await evidence.results();
  const said = [...contests.values()].map((contest) => contest["second_count"]);
  const words = said.filter((word) => typeof word === "string").sort();
  const counted = [...new Set(words)].map(
    (word) => `${word} (${words.filter((each) => each === word).length})`,
  );
  return notPerformed(`the registrar says: ${counted.join(", ") || "nothing"}`);
}

/**
 * @param {string} id
 * @param {Published} contest
 */
function checkDeclared(id, contest) {
  const elected = electedIn(id, contest);
  const { seats } = contest;
  if (typeof seats !== "number" || elected.length > seats) {
    throw new Malformed(`${id}: more are declared elected than there are seats`);
  }
  const nothing = { alternates: [], rounds: [], ties: [] };
  const expected = { id, rule: "declared", seats, elected, ...nothing, declared: true };
  if (!same(without(contest, ...OF_SEATS), canonical(expected))) {
    throw new Malformed(`${id} is not written as a contest without a vote is`);
  }
}

/** @typedef {Awaited<ReturnType<typeof figuresOf>>} Figures the ballots of a group, at each place they passed */

/** @param {GroupEvidence} group */
async function figuresOf({ evidence, groupId, onBoard, paper, ballots, opening }) {
  const counts = (await evidence.register()).get(groupId);
  if (!counts) throw new Malformed(`register.json lacks group ${groupId}`);
  const batches = (await evidence.paper()).filter((batch) => batch.groupId === groupId);
  const spoiled = sum(batches.map((batch) => batch.spoiled));
  return {
    group_id: groupId,
    eligible: counts.eligible,
    issued: counts.issued,
    paper: sum(batches.map((batch) => batch.count)) + spoiled,
    cast: onBoard - paper,
    counted: ballots.length,
    malformed: opening.malformed.length,
    spoiled,
  };
}

/**
 * Whether no ballot is missing or too many; issuance and paper exclude each other.
 * @param {Figures} figures
 */
function isBalanced({ eligible, issued, paper, cast, counted, malformed, spoiled }) {
  const isWhole = cast + paper === counted + malformed + spoiled;
  return cast <= issued && issued + paper <= eligible && isWhole;
}

/**
 * @param {Published} contest
 * @param {...string} names
 */
function without(contest, ...names) {
  return only(contest, Object.keys(contest).filter((each) => !names.includes(each)));
}
