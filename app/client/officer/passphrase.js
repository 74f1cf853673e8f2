/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Child } from "../ceremony/elements.js" */
/** @import { Place } from "../page/place.js" */
/** @import { KeptKey } from "./keeping.js" */
import { field, form } from "../ceremony/elements.js";
import { h } from "../page/elements.js";

/**
 * Asks for the passphrase of the key that is kept here, and hands the key to an act; it is zeros
 * again after it. Where no key is kept here, says where it can be brought from.
 * @param {Place} place
 * @param {KeptKey} kept
 * @param {string} label of the button
 * @param {(secret: Bytes) => Promise<unknown>} act
 * @param {...Child} above
 */
export function withKey(place, kept, label, act, ...above) {
  if (!kept.isHere) {
    const there = h("a", { href: "signing-key" }, "My signing key");
    const words = "Your signing key is not kept in this browser. Type it in from your sheet: ";
    return h("div", {}, ...above, h("p", {}, words, there, "."));
  }
  const words = field("input", `passphrase-${counted++}`, "Passphrase of your signing key", {
    type: "password",
  });
  const open = () =>
    place.try(async () => {
      const secret = await kept.open(words.input.value);
      words.input.value = "";
      try {
        await act(secret);
      } finally {
        secret.fill(0);
      }
    }, words.input);
  return form(label, open, ...above, words.block);
}

let counted = 1;
