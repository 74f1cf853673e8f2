import { h } from "./elements.js";
import * as words from "./words.js";

/** The one page that every step is shown on: a heading, what belongs to it, a foot, a status. */
export class Page {
  #main = found("main");
  #said = found("said");
  #foot = found("foot");

  /**
   * Shows a step; the reader starts at its heading.
   * @param {string} heading
   * @param {...(Node | string | null | false)} content
   */
  show(heading, ...content) {
    this.#show(heading, content, []);
  }

  /**
   * Shows a step with controls in the bar at the foot.
   * @param {string} heading
   * @param {(Node | string | null | false)[]} content
   * @param {...(Node | null | false)} foot
   */
  showWithFoot(heading, content, ...foot) {
    this.#show(heading, content, foot);
  }

  /**
   * @param {string} heading
   * @param {(Node | string | null | false)[]} content
   * @param {(Node | null | false)[]} foot
   */
  #show(heading, content, foot) {
    const title = h("h1", { tabindex: -1 }, heading);
    this.#main.replaceChildren(title, h("div", {}, ...content));
    this.#foot.replaceChildren(h("div", {}, ...foot));
    this.#foot.hidden = !foot.length;
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
   * Does an act while the page says so; a button pressed meanwhile does nothing.
   * @param {() => Promise<unknown>} act
   */
  async busy(act) {
    if (this.#main.ariaBusy === "true") return;
    this.#main.ariaBusy = "true";
    this.say(words.LOADING);
    try {
      await act();
    } finally {
      this.#main.ariaBusy = "false";
    }
  }

  /**
   * Puts a refusal at the head of the step, which stays as it is.
   * @param {string} sentence
   */
  refuse(sentence) {
    this.#main.querySelector("[role=alert]")?.remove();
    this.#main.querySelector("h1")?.after(h("p", { role: "alert", class: "fault" }, sentence));
    this.say("");
    scrollTo(0, 0);
  }

  /**
   * @param {string} title of the election
   * @param {string} purpose
   */
  name(title, purpose) {
    found("title").textContent = title;
    found("rehearsal").hidden = purpose !== "rehearsal";
  }
}

/** @param {string} id */
function found(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
