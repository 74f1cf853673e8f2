/** What two clerks keyed, compared and sealed; a choice never leaves the browser unsealed. */
/** @import { Header } from "../protocol/batches.js" */
/** @import { Choices } from "../protocol/payloads.js" */
/** @import { Keyed } from "../protocol/keying.js" */
/** @import { Desk } from "./paper.js" */
import { field, form, p } from "../ceremony/elements.js";
import { h } from "../page/elements.js";
import { sealBatch } from "../protocol/batches.js";
import { Malformed, compare } from "../protocol/bytes.js";
import { fromBase64url, toBase64url } from "../protocol/encoding.js";
import { differences, readKeyed, settled } from "../protocol/keying.js";
import { contestsOf } from "../protocol/manifest.js";
import { chosen, file } from "./files.js";
import { back, showBatch } from "./signing.js";

/** @param {Desk} desk */
export function showSealing(desk) {
  const others = desk.clerks.filter((each) => compare(each.key, desk.kept.key) !== 0);
  const number = field("input", "number", "Number of the batch", {
    type: "number",
    min: 1,
    value: 1,
    hint: "Batches are numbered from 1, without a gap.",
  });
  const group = select(
    "group",
    "What is on the ballots",
    desk.manifest.groups.map(({ groupId }) => [String(groupId), desk.groupName(groupId)]),
  );
  const clerk = select(
    "clerk",
    "The other clerk",
    others.map((each) => [toBase64url(each.key), each.name]),
  );
  const observer = field("input", "observer", "Who watched");
  const files = [
    file("first", "What the first clerk keyed"),
    file("second", "What the second clerk keyed"),
    file("third", "A third look, where they differ", "None is needed where they agree."),
  ];
  const found = h("div", { role: "region", "aria-label": "What was found", class: "found" });
  const act = () =>
    desk.place.try(async () => {
      found.replaceChildren();
      const groupId = Number(group.input.value);
      const keyed = await readAll(desk, groupId, files.map(({ input }) => input), found);
      if (!keyed) return;
      const ballots = settled(keyed[0], keyed[1], keyed[2]);
      const clerks = [desk.kept.key, fromBase64url(clerk.input.value, "the other clerk")];
      const header = {
        batch: numberOf(number.input),
        groupId,
        count: ballots.chosen.length,
        spoiled: ballots.spoiled,
        clerks: clerks.sort(compare),
        observer: observerOf(observer.input),
      };
      await seal(desk, header, ballots.chosen);
    });
  const blocks = [number, group, clerk, observer, ...files].map(({ block }) => block);
  desk.show("Seal a batch", form("Compare and seal", act, ...blocks), found, back(desk));
}

/**
 * @param {Desk} desk
 * @param {Header} header
 * @param {Choices[]} ballots
 */
async function seal(desk, header, ballots) {
  const random = (/** @type {number} */ length) => crypto.getRandomValues(new Uint8Array(length));
  desk.place.say("Sealing the ballots.");
  showBatch(desk, await sealBatch(desk.manifest, header, ballots, random));
}

/**
 * What each of the three files holds; nothing where a line is wrong or a third look is missing,
 * which are then listed.
 * @param {Desk} desk
 * @param {number} groupId
 * @param {HTMLInputElement[]} inputs
 * @param {HTMLElement} found
 * @returns {Promise<Map<number, Keyed>[] | undefined>}
 */
async function readAll({ manifest }, groupId, inputs, found) {
  const [contests, names] = [contestsOf(manifest, groupId), ["first", "second", "third"]];
  const read = [];
  for (const [at, input] of inputs.entries()) {
    const raw = at === 2 && !input.files?.length ? new Uint8Array(0) : await chosen(input);
    read.push(readKeyed(raw, contests, manifest.padLen, `the ${names[at]} clerk’s file`));
  }
  const faults = read.flatMap((each) => each.faults);
  if (faults.length) {
    list(found, "Lines that are wrong", faults);
    return undefined;
  }
  const [first, second, third] = read.map((each) => each.found);
  const open = differences(first, second).filter((number) => !third.has(number));
  if (open.length) {
    const told = open.map((number) => `Ballot ${number} is not keyed alike.`);
    list(found, "Ballots that need a third look", told);
    return undefined;
  }
  return [first, second, third];
}

/**
 * @param {HTMLElement} found
 * @param {string} heading
 * @param {string[]} sentences
 */
function list(found, heading, sentences) {
  const items = sentences.map((each) => h("li", {}, each[0].toUpperCase() + each.slice(1)));
  found.replaceChildren(
    h("h3", { tabindex: -1 }, heading),
    p("Nothing is sealed. Look at the paper again."),
    h("ul", {}, ...items),
  );
  found.querySelector("h3")?.focus();
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string[][]} options
 */
function select(id, label, options) {
  const choices = options.map(([value, text]) => h("option", { value }, text));
  const input = h("select", { id }, ...choices);
  return { input, block: h("div", { class: "field" }, h("label", { for: id }, label), input) };
}

/** @param {HTMLInputElement} input */
function numberOf(input) {
  const number = Number(input.value);
  if (!Number.isInteger(number) || number < 1) {
    throw new Malformed("the number of the batch must be a whole number from 1");
  }
  return number;
}

/** @param {HTMLInputElement} input */
function observerOf(input) {
  const name = input.value.trim();
  if (!name) throw new Malformed("say who watched");
  return name;
}
