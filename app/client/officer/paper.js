/** Paper ballots: sealed in the browser of one clerk, and signed in that of each. */
/** @import { Place } from "../page/place.js" */
/** @import { Header } from "../protocol/batches.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
import { p } from "../ceremony/elements.js";
import { button, h } from "../page/elements.js";
import { Malformed, same } from "../protocol/bytes.js";
import { fromBase64url } from "../protocol/encoding.js";
import { contestsOf, readManifest } from "../protocol/manifest.js";
import { KeptKey } from "./keeping.js";
import { showSealing } from "./sealing.js";
import { showSigning } from "./signing.js";

/** @typedef {{ name: string, key: Uint8Array<ArrayBuffer> }} Clerk */

/** A clerk at the page: the place, the frozen manifest, everybody's keys and the one kept here. */
export class Desk {
  /**
   * @param {Place} place
   * @param {Manifest} manifest
   * @param {Clerk[]} clerks
   * @param {KeptKey} kept
   */
  constructor(place, manifest, clerks, kept) {
    this.place = place;
    this.manifest = manifest;
    this.clerks = clerks;
    this.kept = kept;
  }

  /** @param {Uint8Array<ArrayBuffer>} key */
  nameOf(key) {
    return this.clerks.find((each) => same(each.key, key))?.name ?? "an officer";
  }

  /** @param {number} groupId */
  groupName(groupId) {
    const [first, ...more] = contestsOf(this.manifest, groupId);
    return `Group ${groupId}: ${first.title}${more.length ? ` and ${more.length} more` : ""}`;
  }

  /**
   * A batch's header as people read it.
   * @param {Header} header
   */
  told({ batch, groupId, count, spoiled, clerks, observer }) {
    const rows = [
      ["Batch", String(batch)],
      ["Contests", this.groupName(groupId)],
      ["Ballots sealed", String(count)],
      ["Spoiled", String(spoiled)],
      ["Clerks", clerks.map((each) => this.nameOf(each)).join(" and ")],
      ["Observer", observer],
    ];
    const cells = rows.flatMap(([label, said]) => [h("dt", {}, label), h("dd", {}, said)]);
    return h("dl", { class: "facts" }, ...cells);
  }

  /** What there is to do. */
  begin() {
    this.show(
      "What do you do?",
      p(button("Seal a batch", () => showSealing(this))),
      p(button("Sign a batch that the other clerk sealed", () => showSigning(this), "plain")),
    );
  }

  /**
   * @param {string} heading
   * @param {...Node} content
   */
  show(heading, ...content) {
    const title = h("h2", { tabindex: -1 }, heading);
    const isFirst = !this.place.root.querySelector("h2");
    this.place.root.replaceChildren(title, ...content);
    this.place.say("");
    if (!isFirst) title.focus();
  }
}

/**
 * @param {Place} place
 * @param {DOMStringMap} data of the page: `election`, the own `key`, and who holds which as `clerks`
 */
export async function showPaper(place, { election = "", key = "", clerks = "[]" }) {
  const kept = new KeptKey(localStorage, fromBase64url(key, "the registered key"));
  const named = JSON.parse(clerks).map((/** @type {{ name: string, key: string }} */ each) => {
    return { name: each.name, key: fromBase64url(each.key, "an officer’s key") };
  });
  const manifest = await readManifest(await fetched(`/api/v1/elections/${election}/manifest`));
  new Desk(place, manifest, named, kept).begin();
}

/** @param {string} path */
async function fetched(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Malformed("the manifest did not come; load the page again");
  return new Uint8Array(await answer.arrayBuffer());
}
