/** @typedef {Node | string | null | false} Child */
import { h } from "../page/elements.js";

/**
 * A paragraph.
 * @param {...Child} children
 */
export function p(...children) {
  return h("p", {}, ...children);
}

/**
 * A labelled input with a hint and a place for its fault.
 * @param {"input" | "textarea"} tag
 * @param {string} id
 * @param {string} label
 * @param {{ hint?: string } & Record<string, unknown>} [attributes]
 */
export function field(tag, id, label, { hint, ...attributes } = {}) {
  const hinted = hint ? `hint-${id}` : undefined;
  const quiet = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
  const input = h(tag, { id, ...quiet, "aria-describedby": hinted, ...attributes });
  const block = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    hint ? h("p", { id: hinted, class: "quiet" }, hint) : null,
    input,
  );
  return { input: /** @type {HTMLInputElement} */ (input), block };
}

/**
 * A form whose button does something; what it refuses stands at its head.
 * @param {string} label of the button
 * @param {() => unknown} act
 * @param {...Child} children
 */
export function form(label, act, ...children) {
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act();
  };
  return h("form", { class: "sheet", submit }, ...children, h("button", {}, label));
}

/**
 * Hands a file to whoever sits here, by the browser's own way of saving.
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} raw
 */
export function save(name, raw) {
  const url = URL.createObjectURL(new Blob([raw], { type: "application/octet-stream" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
