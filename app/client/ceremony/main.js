/** The page where there is a document, and one of its threads where there is none. */
import { button, h } from "../page/elements.js";
import { p } from "./elements.js";
import { showDealt, showNumbers } from "./dealing-steps.js";
import { showFiles } from "./opening-steps.js";
import { Page } from "./page.js";
import { showRehearsal } from "./rehearsing-steps.js";
import { clearSheets } from "./sheets.js";
import { work } from "./worker.js";

function begin() {
  const page = new Page();
  addEventListener("afterprint", clearSheets);
  page.show(
    "The committee’s ceremony",
    p(
      "This page works on this machine alone. It sends nothing anywhere, and keeps " +
        "nothing when it is closed. Take the machine off the network before you begin.",
    ),
    h(
      "ul",
      { class: "tasks" },
      task(
        "Before the ballot is drawn up",
        "Make the key that opens the ballots, and give each trustee a share.",
        "Make the key",
        () => showNumbers(page, showDealt),
      ),
      task(
        "Before voting opens",
        "Rehearse the opening with a key of its own, without some of the shares.",
        "Rehearse",
        () => showRehearsal(page),
      ),
      task(
        "After the vote has closed",
        "Put the key together from the trustees’ shares, and open the ballots.",
        "Open the ballots",
        () => showFiles(page),
      ),
    ),
  );
}

/**
 * @param {string} heading
 * @param {string} text
 * @param {string} label
 * @param {() => void} act
 */
function task(heading, text, label, act) {
  return h("li", { class: "sheet" }, h("h2", {}, heading), p(text), p(button(label, act)));
}

if (typeof document === "undefined") work();
else begin();
