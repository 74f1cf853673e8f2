/** An amendment as an officer reads it, from the very bytes that are signed, and signs it. */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Place } from "../page/place.js" */
import { h } from "../page/elements.js";
import { moment } from "../page/words.js";
import { inGroups, utf8 } from "../protocol/bytes.js";
import { fromBase64url } from "../protocol/encoding.js";
import { Fields } from "../protocol/json.js";
import { timeOf } from "../protocol/manifest.js";
import { readAmendment, signAmendment } from "../protocol/signing.js";
import { handIn } from "./handing-in.js";
import { KeptKey } from "./keeping.js";
import { withKey } from "./passphrase.js";

/**
 * @param {Place} place
 * @param {DOMStringMap} data of the page: `key`, the amendment's `text`, and the election's `zone`
 */
export function showAmendment(place, { key = "", text = "", zone = "UTC" }) {
  const raw = utf8(text);
  const words = wordsOf(readAmendment(raw), zone);
  const kept = new KeptKey(localStorage, fromBase64url(key, "the registered key"));
  const act = async (/** @type {Bytes} */ secret) => handIn(await signAmendment(raw, secret));
  const rows = words.flatMap(([label, said]) => [h("dt", {}, label), h("dd", {}, said)]);
  const read = [
    h("h3", {}, "What you sign"),
    h("p", { class: "quiet" }, "Your browser reads it from the very bytes that it signs."),
    h("dl", { class: "facts", id: "words" }, ...rows),
  ];
  place.root.replaceChildren(withKey(place, kept, "Sign this change", act, ...read));
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {[string, string]}
 */
function countOf(value, place) {
  const { members } = new Fields(value, place, "group_id", "eligible");
  return [`May vote in group ${members["group_id"]}`, String(members["eligible"])];
}

/**
 * What an amendment changes and why, as labels and words; app/web/amendments_shown says the same.
 * @param {Fields} of
 * @param {string} zone
 * @returns {[string, string][]}
 */
function wordsOf(of, zone) {
  /** @type {[string, string][]} */
  const words = [];
  if (of.text("kind") === "close") {
    words.push(["Last ballots are issued", moment(timeOf(of, "closes_issue"), zone)]);
    words.push(["Voting closes", moment(timeOf(of, "closes_cast"), zone)]);
  } else if (of.text("kind") === "client") {
    words.push(["The ballot page’s fingerprint", inGroups(of.binary("client_sha256", 32))]);
  } else {
    words.push(...of.each("eligible", countOf));
  }
  return [...words, ["Why", of.text("reason")]];
}
