/**
 * An element with attributes and children. A function is a listener, `true` an attribute without a
 * value; false, null and undefined leave it out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | null | false)} children
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
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/**
 * A button that does something here.
 * @param {string} label
 * @param {(event: Event) => unknown} act
 * @param {string} [kind] a class: plain, small
 */
export function button(label, act, kind) {
  return h("button", { type: "button", class: kind, click: act }, label);
}

/**
 * A text to be carried elsewhere, with a button that copies it.
 * @param {string} label
 * @param {string} text
 * @param {(sentence: string) => void} say
 */
export function copyable(label, text, say) {
  const shown = h("output", { class: "digest carried", "aria-label": label }, text);
  const copy = button(
    `Copy ${label}`,
    async () => {
      await navigator.clipboard.writeText(text);
      say("Copied.");
    },
    "plain small",
  );
  return h("div", { class: "copyable" }, shown, copy);
}
