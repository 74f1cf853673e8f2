/** @typedef {Node | string | null | false | undefined} Child */

/**
 * An element with attributes and children. A function is a listener, `true` an attribute without a
 * value; false, null and undefined leave it out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, /** @type {EventListener} */ (value));
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * A paragraph.
 * @param {...Child} children
 */
export function p(...children) {
  return h("p", {}, ...children);
}

/**
 * A button that does something here.
 * @param {string} label
 * @param {() => unknown} act
 * @param {string} [kind] a class: plain, small
 */
export function button(label, act, kind) {
  return h("button", { type: "button", class: kind, click: act }, label);
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
    hint && h("p", { id: hinted, class: "quiet" }, hint),
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
