/** @import { Child } from "./elements.js" */
import { h } from "../page/elements.js";
import { Malformed } from "../protocol/bytes.js";

/** The one page that every step is shown on: a heading with what belongs to it, and a status. */
export class Page {
  #main = found("main");
  #said = found("said");
  isRehearsal = false;

  /**
   * Shows a step; the reader starts at its heading.
   * @param {string} heading
   * @param {...Child} content
   */
  show(heading, ...content) {
    const title = h("h1", { tabindex: -1 }, heading);
    this.#main.replaceChildren(title, h("div", {}, ...content));
    document.title = `${heading} · Tellers`;
    this.say("");
    scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }

  /** Tells of what just happened, in sight and to a screen reader. */
  say = (/** @type {string} */ sentence) => {
    this.#said.textContent = sentence;
  };

  /**
   * Does an act, once however often its button is pressed; what it refuses is told at the field, or
   * at the head of the step.
   * @param {() => Promise<unknown>} act
   * @param {HTMLElement} [at] the field
   */
  async try(act, at) {
    if (this.#main.ariaBusy === "true") return;
    this.#main.ariaBusy = "true";
    this.#forgive();
    try {
      await act();
    } catch (fault) {
      if (!(fault instanceof Malformed)) throw fault;
      this.#refuse(`${fault.message[0].toUpperCase()}${fault.message.slice(1)}.`, at);
    } finally {
      this.#main.ariaBusy = "false";
    }
  }

  /** @param {boolean} is */
  rehearsal(is) {
    this.isRehearsal = is;
    found("rehearsal").hidden = !is;
  }

  #forgive() {
    this.#main.querySelector("[role=alert]")?.remove();
    this.#main.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  }

  /**
   * @param {string} sentence
   * @param {HTMLElement | undefined} at
   */
  #refuse(sentence, at) {
    const told = h("p", { role: "alert", class: "fault" }, sentence);
    this.say("");
    if (at?.isConnected) {
      at.before(told);
      at.setAttribute("aria-invalid", "true");
      at.focus();
    } else {
      this.#main.querySelector("h1")?.after(told);
      scrollTo(0, 0);
    }
  }
}

/** @param {string} id */
function found(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
