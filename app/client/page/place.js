import { Malformed } from "../protocol/bytes.js";
import { h } from "./elements.js";

/** A part of a page where things are done, and the line that tells of what was done. */
export class Place {
  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} said
   */
  constructor(root, said) {
    this.root = root;
    this.said = said;
  }

  /** Tells of what just happened, in sight and to a screen reader. */
  say = (/** @type {string} */ sentence) => {
    this.said.textContent = sentence;
  };

  /**
   * Does an act, once however often its button is pressed; what it refuses is told at the field, or
   * at the head of the place.
   * @param {() => Promise<unknown>} act
   * @param {HTMLElement} [at] the field
   */
  async try(act, at) {
    if (this.root.ariaBusy === "true") return;
    this.root.ariaBusy = "true";
    this.#forgive();
    try {
      await act();
    } catch (fault) {
      if (!(fault instanceof Malformed)) throw fault;
      this.#refuse(`${fault.message[0].toUpperCase()}${fault.message.slice(1)}.`, at);
    } finally {
      this.root.ariaBusy = "false";
    }
  }

  #forgive() {
    this.root.querySelector("[role=alert]")?.remove();
    this.root.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
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
      const heading = this.root.querySelector("h1");
      if (heading) heading.after(told);
      else this.root.prepend(told);
      told.scrollIntoView({ block: "nearest" });
    }
  }
}

/** @param {string} id */
export function found(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
