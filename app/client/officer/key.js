/** An officer's signing key: made, kept in this browser, and brought back from its sheet. */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Place } from "../page/place.js" */
import { field, form, p } from "../ceremony/elements.js";
import { clearSheets, printSheets, written } from "../ceremony/sheets.js";
import { button, h } from "../page/elements.js";
import { Malformed, fromHex, inGroups, same } from "../protocol/bytes.js";
import { isStartOf } from "../protocol/codes.js";
import { publicOf } from "../protocol/ed25519.js";
import { fromBase64url } from "../protocol/encoding.js";
import { SECRET, registrationOf, secretOfSheet, sheetCode } from "../protocol/officers.js";
import { LEAST_PASSPHRASE, checkPassphrase } from "../protocol/passphrases.js";
import { handIn } from "./handing-in.js";
import { KeptKey } from "./keeping.js";
import { withKey } from "./passphrase.js";

/**
 * @param {Place} place
 * @param {DOMStringMap} data of the page: `election`, `title`, and `key` where one is registered
 */
export function showKey(place, { election = "", title = "", key = "" }) {
  addEventListener("afterprint", clearSheets);
  const steps = new Steps(place, fromHex(election, "the election’s id"), title);
  if (!key) return steps.make();
  const kept = new KeptKey(localStorage, fromBase64url(key, "the registered key"));
  return kept.isHere ? steps.here(kept) : steps.recover(kept);
}

class Steps {
  #place;
  #electionId;
  #title;

  /**
   * @param {Place} place
   * @param {Bytes} electionId
   * @param {string} title
   */
  constructor(place, electionId, title) {
    this.#place = place;
    this.#electionId = electionId;
    this.#title = title;
  }

  /** A new key, and its passphrase. */
  make() {
    const [words, again] = newPassphrase();
    const act = () =>
      this.#place.try(async () => {
        checkAlike(words.input.value, again.input.value);
        const secret = crypto.getRandomValues(new Uint8Array(SECRET));
        await this.#sheet(secret, words.input.value);
      }, words.input);
    this.#show("Make a key", form("Make my signing key", act, words.block, again.block));
  }

  /**
   * The sheet of a new key, which has to be in the officer's hand before the key is registered.
   * @param {Bytes} secret
   * @param {string} passphrase
   */
  async #sheet(secret, passphrase) {
    const code = await sheetCode(secret, this.#electionId);
    const kept = new KeptKey(localStorage, publicOf(secret));
    const first = field("input", "first-group", "The first four characters on your sheet", {
      class: "code",
      maxlength: 4,
      hint: "So that we know the sheet is printed, or copied by hand.",
    });
    const act = () =>
      this.#place.try(async () => {
        if (!isStartOf(first.input.value, code)) {
          throw new Malformed("these are not the first four characters on the sheet");
        }
        await kept.write(secret, passphrase);
        const registration = registrationOf(secret, this.#electionId);
        secret.fill(0);
        handIn(registration);
      }, first.input);
    this.#show(
      "Print your sheet",
      p("The sheet holds the key itself. It brings the key back when this browser has lost it."),
      p(button("Print the sheet", () => this.#print(code, kept.key))),
      h("details", {}, h("summary", {}, "Show it, to be copied by hand"), shown(code)),
      form("Keep the key and register it", act, first.block),
    );
  }

  /** @param {KeptKey} kept */
  here(kept) {
    const printed = async (/** @type {Bytes} */ secret) => {
      this.#print(await sheetCode(secret, this.#electionId), kept.key);
    };
    const forget = () => {
      kept.forget();
      this.recover(kept);
    };
    this.#show(
      "Your key is kept in this browser",
      p("It is locked by your passphrase. You sign amendments and paper with it here."),
      withKey(this.#place, kept, "Print the sheet again", printed),
      h(
        "details",
        {},
        h("summary", {}, "This is not my own machine"),
        p("Remove the key from it. Your sheet brings it back."),
        p(button("Remove the key from this browser", forget, "plain")),
      ),
    );
  }

  /** @param {KeptKey} kept */
  recover(kept) {
    const sheet = field("textarea", "sheet", "The code on your sheet", {
      class: "code",
      rows: 3,
      hint: "15 groups. Capital and small letters are the same.",
    });
    const [words, again] = newPassphrase();
    const act = () =>
      this.#place.try(async () => {
        const secret = await secretOfSheet(sheet.input.value, this.#electionId);
        if (!same(publicOf(secret), kept.key)) {
          throw new Malformed("this sheet is of another key than the one you registered");
        }
        checkAlike(words.input.value, again.input.value);
        await kept.write(secret, words.input.value);
        secret.fill(0);
        this.here(kept);
        this.#place.say("Your key is kept in this browser.");
      }, sheet.input);
    this.#show(
      "Your key is not in this browser",
      p("Type it in from your sheet, or open this page where you made the key."),
      form("Bring the key back", act, sheet.block, words.block, again.block),
    );
  }

  /**
   * @param {string} code
   * @param {Bytes} key
   */
  #print(code, key) {
    printSheets(
      h(
        "article",
        { class: "share" },
        h("h2", {}, "Signing key of an officer"),
        p(this.#title),
        ...written(code, "The signing key as a QR code"),
        p(`Its fingerprint: ${inGroups(key)}`),
        h("p", { class: "name" }, "Officer:"),
        p(
          "Whoever has this sheet can sign as you. Put it into an envelope, seal it and keep it " +
            "where you keep what must not be lost. Do not photograph, copy or mail it.",
        ),
      ),
    );
  }

  /**
   * @param {string} heading
   * @param {...Node} content
   */
  #show(heading, ...content) {
    const title = h("h2", { tabindex: -1 }, heading);
    const isFirst = !this.#place.root.querySelector("h2");
    this.#place.root.replaceChildren(title, ...content);
    if (!isFirst) title.focus();
  }
}

/** @param {string} code */
function shown(code) {
  return h("p", { class: "code" }, code);
}

function newPassphrase() {
  const words = field("input", "passphrase", "A passphrase for it", {
    type: "password",
    hint: `At least ${LEAST_PASSPHRASE} characters; five words drawn by dice are good.`,
  });
  return [words, field("input", "again", "The passphrase again", { type: "password" })];
}

/**
 * @param {string} passphrase
 * @param {string} again
 */
function checkAlike(passphrase, again) {
  checkPassphrase(passphrase);
  if (passphrase !== again) throw new Malformed("the two passphrases are not the same");
}
