/** Audit before cast: what an opened ballot carries to a second device, which seals it again. */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { Choices } from "../protocol/payloads.js" */
/** @import { Sealed } from "../protocol/sealing.js" */
/** @import { Page } from "./page.js" */
import { Malformed, inGroups, same } from "../protocol/bytes.js";
import { fromBase64url, toBase64url } from "../protocol/encoding.js";
import { EPH } from "../protocol/hpke.js";
import { Fields, canonical, parseCanonical } from "../protocol/json.js";
import { contestsOf } from "../protocol/manifest.js";
import { sealWith } from "../protocol/sealing.js";
import { h } from "./elements.js";

const NAMES = ["M", "group_id", "token_pk", "choices", "ephA", "ephB"];

/**
 * All that a second device needs to seal the same ballot again. It was never signed, so it can
 * never be cast.
 * @param {Manifest} manifest
 * @param {Sealed} sealed
 */
export function openedText(manifest, { groupId, tokenPk, choices, ephA, ephB }) {
  const [M, token_pk] = [toBase64url(manifest.hash), toBase64url(tokenPk)];
  const eph = { ephA: toBase64url(ephA), ephB: toBase64url(ephB) };
  return toBase64url(canonical({ M, group_id: groupId, token_pk, choices, ...eph }));
}

/**
 * Seals an opened ballot again; Malformed where the text is not one of this election.
 * @param {Manifest} manifest
 * @param {string} text
 */
export async function resealed(manifest, text) {
  const what = "the opened ballot";
  const value = parseCanonical(fromBase64url(text.trim(), what), what);
  const of = new Fields(value, what, ...NAMES);
  if (!same(of.binary("M", 32), manifest.hash)) {
    throw new Malformed("the opened ballot is of another election");
  }
  const groupId = of.number("group_id", 1, 2 ** 16 - 1);
  const choices = choicesOf(
    of.members.choices,
    contestsOf(manifest, groupId).map(({ id }) => id),
  );
  const eph = { ephA: of.binary("ephA", EPH), ephB: of.binary("ephB", EPH) };
  return sealWith(manifest, groupId, of.binary("token_pk", 32), choices, eph);
}

/**
 * @param {unknown} value
 * @param {string[]} ids
 * @returns {Choices}
 */
function choicesOf(value, ids) {
  const of = new Fields(value, "the opened choices", ...ids);
  return Object.fromEntries(ids.map((id) => [id, /** @type {number[]} */ (of.items(id))]));
}

/**
 * The choices of one sealed ballot in words.
 * @param {Manifest} manifest
 * @param {{ groupId: number, choices: Choices }} sealed
 */
export function choicesInWords(manifest, { groupId, choices }) {
  const contests = contestsOf(manifest, groupId).map((contest) => {
    const names = choices[contest.id].map((number) => contest.candidates[number - 1]);
    const items = names.map((name) => h("li", {}, h("bdi", {}, name)));
    const list = contest.ranked ? h("ol", {}, ...items) : h("ul", {}, ...items);
    return [h("h3", {}, contest.title), names.length ? list : h("p", {}, "Left blank.")];
  });
  return h("div", {}, ...contests.flat());
}

/**
 * The page of the second device, at the fragment #check.
 * @param {Page} page
 * @param {Manifest} manifest
 */
export function showCheck(page, manifest) {
  const input = h("textarea", { id: "opened", rows: 5, autocomplete: "off", spellcheck: "false" });
  const result = h("div", { "aria-live": "polite" });
  const check = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const sealed = await resealed(manifest, input.value);
      result.replaceChildren(
        h("h2", {}, "What that ballot holds"),
        choicesInWords(manifest, sealed),
        h("h2", {}, "Its check code"),
        h("p", { class: "digest" }, inGroups(sealed.auditCode)),
        h("p", {}, "Both must be what you saw on the other device before you opened the ballot."),
      );
    } catch (fault) {
      if (!(fault instanceof Malformed)) throw fault;
      result.replaceChildren(h("p", { role: "alert", class: "fault" }, `Stop: ${fault.message}.`));
    }
  };
  page.show(
    "Check another device",
    h("p", {}, "Copy the opened ballot from the device you vote with. This one seals it again."),
    h(
      "form",
      { class: "sheet", submit: check },
      h("div", { class: "field" }, h("label", { for: "opened" }, "The opened ballot"), input),
      h("button", {}, "Seal it again"),
    ),
    result,
  );
}
