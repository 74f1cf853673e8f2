/** @import { Share } from "../protocol/shares.js" */
/** @import { Page } from "./page.js" */
import { h } from "../page/elements.js";
import { Malformed } from "../protocol/bytes.js";
import { checkOneDealing, readShare } from "../protocol/shares.js";
import { field, form, p } from "./elements.js";
import { unsealShare } from "./sealed-share.js";

/**
 * What is asked for: how many shares, of which dealing, and what comes after the last.
 * @typedef {object} Wanted
 * @property {number} count
 * @property {Uint8Array<ArrayBuffer>} electionId
 * @property {number} t
 * @property {number} n
 * @property {(shares: Share[]) => Promise<unknown>} then
 */

/**
 * Takes shares in one at a time, typed or from a file with a passphrase.
 * @param {Page} page
 * @param {string} heading
 * @param {Wanted} wanted
 * @param {...(Node | false)} words what is said above
 */
export function askForShares(page, heading, wanted, ...words) {
  /** @type {Share[]} */
  const taken = [];
  const list = h("ul", { class: "checks" });
  const asked = h("div", {});
  page.show(heading, ...words, list, asked);

  const take = async (/** @type {string} */ code) => {
    const share = await readShare(code);
    checkBelongs(share, taken, wanted);
    taken.push(share);
    list.append(h("li", { class: "met" }, h("span", {}, `Share ${share.x} is right.`)));
    if (taken.length < wanted.count) return ask();
    asked.replaceChildren();
    await wanted.then(taken.splice(0));
  };

  const ask = () => {
    const at = `${taken.length + 1} of ${wanted.count}`;
    asked.replaceChildren(typed(page, at, take), fromFile(page, take));
    page.say(taken.length ? `${taken.length} of ${wanted.count} shares are in.` : "");
    if (taken.length) asked.querySelector("textarea")?.focus();
  };
  ask();
}

/**
 * Malformed where a share is right in itself and of no use here.
 * @param {Share} share
 * @param {Share[]} taken
 * @param {Wanted} wanted
 */
function checkBelongs(share, taken, { electionId, t, n }) {
  checkOneDealing([share], electionId);
  if (share.t !== t || share.n !== n) {
    throw new Malformed(`the share is not of a dealing of ${t} of ${n}`);
  }
  checkOneDealing([...taken, share], electionId);
}

/**
 * @param {Page} page
 * @param {string} at
 * @param {(code: string) => Promise<unknown>} take
 */
function typed(page, at, take) {
  const { input, block } = field("textarea", "share", `Share ${at}`, {
    class: "code",
    rows: 3,
    hint:
      "Type the 18 groups from the sheet, or scan its QR code with a hand scanner. " +
      "Capital and small letters are the same.",
  });
  const act = () =>
    page.try(async () => {
      await take(input.value);
      input.value = "";
    }, input);
  return form("Check this share", act, block);
}

/**
 * @param {Page} page
 * @param {(code: string) => Promise<unknown>} take
 */
function fromFile(page, take) {
  const file = field("input", "share-file", "The share’s file", { type: "file", accept: ".json" });
  const words = field("input", "passphrase", "Its passphrase", { type: "password" });
  const act = () =>
    page.try(async () => {
      const [chosen] = file.input.files ?? [];
      if (!chosen) throw new Malformed("choose the share’s file first");
      const raw = new Uint8Array(await chosen.arrayBuffer());
      const code = await unsealShare(raw, words.input.value);
      words.input.value = "";
      await take(code);
    }, words.input);
  const inner = form("Open this share", act, file.block, words.block);
  return h("details", {}, h("summary", {}, "It is in a file with a passphrase"), inner);
}

/** What is said wherever shares are typed. */
export function onTyping() {
  return p("Each trustee types her or his own share. Others look away.");
}

/**
 * Shares that are done with, made zero.
 * @param {Share[]} shares
 */
export function wipe(shares) {
  for (const share of shares) share.y.fill(0);
}
