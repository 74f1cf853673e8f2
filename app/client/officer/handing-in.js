/** @import { Bytes } from "../protocol/bytes.js" */

/**
 * Sends what was made here by the page's own form, the one into which whoever works at a command
 * line pastes the same.
 * @param {Bytes} raw
 */
export function handIn(raw) {
  const form = /** @type {HTMLFormElement} */ (document.getElementById("handing-in"));
  const field = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  field.value = new TextDecoder().decode(raw);
  form.requestSubmit();
}
