/** Making the opening secret: its shares are printed, typed back, proved, and forgotten here. */
/** @import { PublicKeys } from "../protocol/dealing.js" */
/** @import { Share } from "../protocol/shares.js" */
/** @import { Page } from "./page.js" */
import { button, h } from "../page/elements.js";
import { toHex } from "../protocol/bytes.js";
import { proveDealing, writePublicKeys } from "../protocol/dealing.js";
import { SECRET, checkNumbers, codeOf, deal, openingKeys } from "../protocol/shares.js";
import { askForShares, onTyping, wipe } from "./asking.js";
import { field, form, p, save } from "./elements.js";
import { LEAST_PASSPHRASE } from "../protocol/passphrases.js";
import { sealShare } from "./sealed-share.js";
import { clearSheets, print } from "./sheets.js";

/** @typedef {{ share: Share, code: string }[]} Dealt */
/** @typedef {(page: Page, keys: PublicKeys) => void} Next what comes after the proof */

/**
 * How many trustees, and how many of them open.
 * @param {Page} page
 * @param {Next} next
 */
export function showNumbers(page, next) {
  const n = field("input", "n", "How many trustees get a share?", number(5));
  const t = field("input", "t", "How many of them must come to open the ballots?", {
    ...number(3),
    hint: "At least 2, and fewer than all: then one lost share loses nothing.",
  });
  const act = () =>
    page.try(async () => {
      const numbers = { t: Number(t.input.value), n: Number(n.input.value) };
      checkNumbers(numbers.t, numbers.n);
      await makeShares(page, numbers, next);
    }, t.input);
  page.show(
    "Make the key that opens the ballots",
    p(
      "This machine makes a secret key and cuts it into shares, one for each trustee. " +
        "When the shares are proved, the key is forgotten. It is put together again only " +
        "at the opening.",
    ),
    h("div", { class: "narrow" }, form("Make the shares", act, n.block, t.block)),
  );
}

/** @param {number} value */
function number(value) {
  return { type: "number", inputmode: "numeric", min: 2, max: 255, required: true, value };
}

/**
 * @param {Page} page
 * @param {{ t: number, n: number }} numbers
 * @param {Next} next
 */
async function makeShares(page, numbers, next) {
  const random = (/** @type {number} */ length) => crypto.getRandomValues(new Uint8Array(length));
  const [secret, electionId] = [random(SECRET), random(16)];
  const coefficients = random(SECRET * (numbers.t - 1));
  const { aPublic, bPublic, aSecret, bSecret } = await openingKeys(secret, electionId);
  const shares = deal(secret, electionId, numbers, coefficients);
  for (const done of [secret, coefficients, aSecret, bSecret]) done.fill(0);
  const codes = await Promise.all(shares.map(codeOf));
  const dealt = shares.map((share, at) => ({ share, code: codes[at] }));
  showShares(page, dealt, { electionId, A: aPublic, B: bPublic, ...numbers }, next);
}

/**
 * @param {Page} page
 * @param {Dealt} dealt
 * @param {PublicKeys} keys
 * @param {Next} next
 */
function showShares(page, dealt, keys, next) {
  const trustees = dealt.map((each) => h("li", {}, ...handOver(page, each)));
  const onward = () => {
    clearSheets();
    askForProof(page, dealt, keys, next);
  };
  page.show(
    `Give out the ${keys.n} shares`,
    p(
      "Print them on a printer that is joined to this machine by a cable. Each sheet " +
        "has one share. Each trustee takes one sheet and shows it to nobody.",
    ),
    p(button(`Print all ${keys.n} sheets`, () => print(dealt, page.isRehearsal))),
    h("ul", { class: "entries" }, ...trustees),
    h(
      "div",
      { class: "next" },
      p("When each trustee holds a share, all of them type it back."),
      button("The shares are given out", onward),
    ),
  );
}

/**
 * @param {Page} page
 * @param {Dealt[number]} each
 */
function handOver(page, each) {
  const { x } = each.share;
  const words = field("input", `passphrase-${x}`, `Passphrase of trustee ${x}`, {
    type: "password",
    hint:
      `At least ${LEAST_PASSPHRASE} characters; five words drawn by dice are good. ` +
      `Without it the file is of no use to anybody.`,
  });
  const keep = () =>
    page.try(async () => {
      save(`share-${x}.json`, await sealShare(each.code, words.input.value));
      words.input.value = "";
      page.say(`The file of share ${x} is saved.`);
    }, words.input);
  return [
    h("h2", {}, `Share ${x}`),
    p(button(`Print share ${x} alone`, () => print([each], page.isRehearsal), "plain small")),
    h(
      "details",
      {},
      h("summary", {}, `Save share ${x} as a file with a passphrase`),
      form(`Save share ${x}`, keep, words.block),
    ),
    h(
      "details",
      {},
      h("summary", {}, `Show share ${x}, to be copied by hand`),
      h("p", { class: "code" }, each.code),
    ),
  ];
}

/**
 * @param {Page} page
 * @param {Dealt} dealt
 * @param {PublicKeys} keys
 * @param {Next} next
 */
function askForProof(page, dealt, keys, next) {
  const then = async (/** @type {Share[]} */ shares) => {
    try {
      await proveDealing(shares, keys);
    } catch (fault) {
      askForProof(page, dealt, keys, next);
      throw fault;
    }
    wipe([...shares, ...dealt.map(({ share }) => share)]);
    dealt.length = 0;
    next(page, keys);
  };
  const wanted = { ...keys, count: keys.n, then };
  const back = button(
    "A sheet is wrong: print again",
    () => showShares(page, dealt, keys, next),
    "plain small",
  );
  askForShares(
    page,
    "Type the shares back",
    wanted,
    p("This proves that every sheet is right before the key is forgotten."),
    onTyping(),
    p(back),
  );
}

/**
 * The end of the dealing: the file for the ballot, and nothing else is left.
 * @param {Page} page
 * @param {PublicKeys} keys
 */
export function showDealt(page, keys) {
  const { electionId, t, n } = keys;
  page.show(
    "The shares are proved",
    p(
      `All ${n} shares agree, and each set of ${t} gives the same key. The key and the ` +
        `shares are no longer on this page.`,
    ),
    p(
      "Election ",
      h("span", { class: "code" }, toHex(electionId.slice(0, 4))),
      ", as the sheets say.",
    ),
    h(
      "ol",
      {},
      h(
        "li",
        {},
        "Save the public keys, and hand the file to whoever draws up the ballot. It " +
          "holds no secret.",
      ),
      h("li", {}, "Each trustee seals the sheet in an envelope."),
      h("li", {}, "Close this page."),
    ),
    p(button("Save opening-keys.json", () => save("opening-keys.json", writePublicKeys(keys)))),
  );
}
