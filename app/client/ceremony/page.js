/** @import { Child } from "./elements.js" */
import { h } from "../page/elements.js";
import { Place, found } from "../page/place.js";

/** The one page that every step is shown on: a heading with what belongs to it, and a status. */
export class Page extends Place {
  isRehearsal = false;

  constructor() {
    super(found("main"), found("said"));
  }

  /**
   * Shows a step; the reader starts at its heading.
   * @param {string} heading
   * @param {...Child} content
   */
  show(heading, ...content) {
    const title = h("h1", { tabindex: -1 }, heading);
    this.root.replaceChildren(title, h("div", {}, ...content));
    document.title = `${heading} · Tellers`;
    this.say("");
    scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }

  /** @param {boolean} is */
  rehearsal(is) {
    this.isRehearsal = is;
    found("rehearsal").hidden = !is;
  }
}
