/** @import { Fraction } from "./fractions.js" */
/** @import { Guarantee, Value } from "./parameters.js" */
import { Malformed } from "../protocol/bytes.js";
import { READERS, written } from "./parameters.js";

/**
 * A counting rule: a preset's name, and the value of every parameter.
 * @typedef {object} Rule
 * @property {string} name
 * @property {"plurality" | "guaranteed" | "irv" | "stv" | "sequential" | "bottoms-up" | "question"} method
 * @property {string[]} ties the steps that settle a tie
 * @property {number | null} limit how many ranks count
 * @property {Fraction | null} batch the share of first choices below which candidates leave together
 * @property {number} precision decimals of a ballot's value
 * @property {string} quota
 * @property {string} surplus
 * @property {string} truncation
 * @property {Guarantee[]} guarantee
 * @property {string} form
 * @property {Fraction} threshold
 * @property {string} passing
 * @property {string} base
 * @property {Fraction | number | null} quorum
 * @property {number | null} present
 * @property {number | null} eligible
 */

const HALF = { above: 1n, below: 2n };
/** @type {Omit<Rule, "name" | "method">} */
const USUAL = {
  ties: ["lots"],
  limit: null,
  batch: null,
  precision: 0,
  quota: "droop",
  surplus: "together",
  truncation: "twice",
  guarantee: [],
  form: "yes-no",
  threshold: HALF,
  passing: "exceeded",
  base: "for-and-against",
  quorum: null,
  present: null,
  eligible: null,
};
const IRV = ["batch", "limit", "ties"];
const STV = ["precision", "quota", "surplus", "truncation", "limit", "ties"];
/** @type {Record<string, string[]>} */
const SETTABLE = {
  plurality: [],
  "plurality-run-off": [],
  irv: IRV,
  "irv-ten-percent": IRV,
  "stv-wigm": STV,
  "stv-scottish": STV,
  "sequential-irv": ["limit", "ties"],
  "bottoms-up": ["limit", "ties"],
  question: ["form", "threshold", "passing", "base", "quorum", "present", "eligible"],
  "plurality-guaranteed": ["guarantee"],
};
/** @type {Record<string, Pick<Rule, "method"> & Partial<Rule>>} */
const PRESETS = {
  plurality: { method: "plurality" },
  "plurality-run-off": { method: "plurality", ties: ["run-off"] },
  irv: { method: "irv" },
  "irv-ten-percent": { method: "irv", batch: { above: 1n, below: 10n } },
  "stv-wigm": { method: "stv", precision: 4 },
  "stv-scottish": {
    method: "stv",
    ties: ["earlier-round", "lots"],
    precision: 5,
    surplus: "largest-first",
    truncation: "once",
  },
  "sequential-irv": { method: "sequential" },
  "bottoms-up": { method: "bottoms-up" },
  question: { method: "question" },
  "plurality-guaranteed": { method: "guaranteed" },
};

/**
 * Reads a rule as results.json has it; parameters left out have the preset's value.
 * @param {Record<string, unknown>} data
 */
export function readRule({ rule: name, parameters = {}, ...extra }) {
  if (typeof name !== "string" || !isObject(parameters)) {
    throw new Malformed('a counting rule is {"rule": NAME, "parameters": {KEY: TEXT, ...}}');
  }
  if (Object.keys(extra).length) {
    throw new Malformed(`a counting rule has no ${quoted(Object.keys(extra).sort())}`);
  }
  const wrong = Object.keys(parameters).find((key) => typeof parameters[key] !== "string");
  if (wrong) throw new Malformed(`the parameter '${wrong}' of ${name} must be text`);
  return withParameters(preset(name), /** @type {Record<string, string>} */ (parameters));
}

/**
 * The counting rule of that name with its usual parameters.
 * @param {string} name
 * @returns {Rule}
 */
export function preset(name) {
  if (!Object.hasOwn(PRESETS, name)) {
    const names = Object.keys(PRESETS).join(", ");
    throw new Malformed(`no counting rule is called '${name}'; there are ${names}`);
  }
  return { name, ...USUAL, ...PRESETS[name] };
}

/**
 * Every parameter of this rule and its value, as text.
 * @param {Rule} rule
 */
export function parametersOf(rule) {
  const values = /** @type {Record<string, Value>} */ (/** @type {unknown} */ (rule));
  return Object.fromEntries(SETTABLE[rule.name].map((key) => [key, written(values[key])]));
}

/**
 * The parameters that differ from the preset's.
 * @param {Rule} rule
 */
export function changesOf(rule) {
  const usual = parametersOf(preset(rule.name));
  const named = Object.entries(parametersOf(rule));
  return Object.fromEntries(named.filter(([key, value]) => value !== usual[key]));
}

/**
 * Whether ballots rank candidates, rather than mark them.
 * @param {Rule} rule
 */
export function isRanked({ method }) {
  return !["plurality", "guaranteed", "question"].includes(method);
}

/**
 * The value of a whole ballot in scaled votes.
 * @param {Rule} rule
 */
export function unitOf({ precision }) {
  return 10n ** BigInt(precision);
}

/**
 * @param {Rule} rule
 * @param {Record<string, string>} settings
 */
function withParameters(rule, settings) {
  /** @type {Record<string, Value>} */
  const values = {};
  for (const [key, text] of Object.entries(settings)) {
    if (!SETTABLE[rule.name].includes(key)) {
      const has = SETTABLE[rule.name].join(", ") || "none";
      throw new Malformed(`${rule.name} has no parameter '${key}'; it has ${has}`);
    }
    values[key] = READERS[key](text);
  }
  if ("threshold" in values && !("passing" in values)) {
    values["passing"] = written(values["threshold"]) === "1/2" ? "exceeded" : "reached";
  }
  const changed = /** @type {Rule} */ ({ ...rule, ...values });
  const contradiction = contradictionIn(changed);
  if (contradiction) throw new Malformed(contradiction);
  return changed;
}

/**
 * @param {Rule} rule
 * @returns {string | undefined}
 */
function contradictionIn({ name, batch, threshold, passing, base, quorum, present, eligible }) {
  if (name === "irv-ten-percent" && batch === null) {
    return "batch=none contradicts irv-ten-percent: without a batch it is irv";
  }
  if (written(threshold) === "1" && passing === "exceeded") {
    return "threshold=1 and passing=exceeded contradict: nothing exceeds all votes";
  }
  const unstated = { "members-present": present, "members-eligible": eligible };
  for (const [named, stated] of Object.entries(unstated)) {
    if (base === named && stated === null) {
      return `base=${base} needs ${named.replace("members-", "")}=NUMBER`;
    }
  }
  if (quorum !== null && typeof quorum === "object" && eligible === null) {
    return `quorum=${written(quorum)} is a share of the members eligible: it needs eligible=NUMBER`;
  }
  if (present !== null && eligible !== null && present > eligible) {
    return `present=${present} and eligible=${eligible} contradict`;
  }
  return undefined;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {string[]} names */
function quoted(names) {
  return names.map((name) => `'${name}'`).join(", ");
}
