/** @import { Question } from "../protocol/contests.js" */
/** @import { Court } from "./checks.js" */
/** @import { Evidence } from "./evidence.js" */
/** @import { Counted } from "./recount.js" */
import { measureOf } from "../counting/measure.js";
import { Malformed, same } from "../protocol/bytes.js";
import { canonical } from "../protocol/json.js";
import { groupOf } from "../protocol/manifest.js";
import { verified } from "./outcomes.js";
import { OF_SEATS, contestIn, only } from "./results.js";

/** @typedef {{ question: Question, counted: Counted }} Asked a contest that puts a question */

/**
 * Every question decided again by what the manifest froze, as results.json says.
 * @param {Court} court
 */
export async function checkQuestions({ evidence }) {
  const results = await evidence.results();
  const asked = await askedIn(evidence);
  for (const { question, counted } of asked) {
    const { id, title } = counted.contest;
    if (!same(only(contestIn(results, id), OF_SEATS), canonical({ title, cite: question.cite }))) {
      throw new Malformed(`${id}: title and clause are not the manifest's`);
    }
  }
  const names = [...new Set(asked.map(({ question }) => question.of))];
  const found = names.map((name) =>
    decided(name, asked.filter(({ question }) => question.of === name)),
  );
  if (!same(canonical(found), canonical(results.questions))) {
    throw new Malformed("the questions of results.json are not decided as the ballots decide them");
  }
  return verified(found.length ? `${found.length} questions` : "no question was put");
}

/**
 * The contests that put questions, each by the measure that its voters read.
 * @param {Evidence} evidence
 */
async function askedIn(evidence) {
  const manifest = await evidence.manifest();
  /** @type {Asked[]} */
  const asked = [];
  for (const group of await evidence.groups()) {
    const voters = groupOf(manifest, group.groupId).eligible;
    for (const { id, question } of group.contests) {
      if (!question) continue;
      const counted = /** @type {Counted} */ ((await group.recounts()).get(id));
      const { rule } = counted.tabulation;
      const members = rule.present ?? rule.eligible;
      if (members !== voters) {
        throw new Malformed(
          `${id}: its measure counts ${members ?? "None"}, but ${voters} vote`,
        );
      }
      if (!question.measure.startsWith(measureOf(rule))) {
        throw new Malformed(`${id}: the ballot named another measure`);
      }
      asked.push({ question, counted });
    }
  }
  return asked;
}

/**
 * What became of one question over all contests that put it; where units vote, all carry it.
 * @param {string} name
 * @param {Asked[]} parts
 */
function decided(name, parts) {
  const [{ question }] = parts;
  const shared = parts.map((each) => canonical({ ...each.question, measure: "" }));
  if (shared.some((each) => !same(each, shared[0]))) {
    throw new Malformed(`the contests of ${name} do not put one question`);
  }
  const { carried, says } = parts.length > 1 ? inUnits(parts) : alone(parts[0]);
  const approval =
    carried && question.approval ? ` It takes effect when approved by: ${question.approval}.` : "";
  return {
    id: name,
    title: question.title,
    contests: parts.map(({ counted }) => counted.contest.id),
    carried,
    says: `${says}${approval}`,
    approval: question.approval,
    cite: question.cite,
  };
}

/** @param {Asked[]} parts */
function inUnits(parts) {
  const units = new Map(parts.map((each) => [each.counted.contest.title, verdictOf(each)]));
  const titles = [...units.keys()];
  const against = titles.filter((title) => !units.get(title)?.carried);
  if (against.length) {
    return { carried: false, says: `Not carried, for ${against.join(", ")} did not carry it.` };
  }
  return { carried: true, says: `Carried, for each of ${titles.join(", ")} carried it.` };
}

/** @param {Asked} part */
function alone(part) {
  const { carried, says } = verdictOf(part);
  const { rule, elected } = part.counted.tabulation;
  if (rule.form !== "options") {
    return { carried, says: `${carried ? "Carried" : "Not carried"}: ${says}.` };
  }
  const [chosen = "No option"] = elected.map((each) => part.counted.contest.candidates[each]);
  return { carried, says: `${chosen} is chosen: ${says}.` };
}

/** @param {Asked} part */
function verdictOf({ counted: { contest, tabulation } }) {
  if (!tabulation.verdict) {
    throw new Malformed(`contest ${contest.id} is not counted as a question`);
  }
  return tabulation.verdict;
}
