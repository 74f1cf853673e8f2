/** @import { Share } from "../protocol/shares.js" */
import { h } from "../page/elements.js";
import encodeQR from "qr";
import { toHex } from "../protocol/bytes.js";
import { p } from "./elements.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Prints shares, one a sheet and nothing else on it.
 * @param {{ share: Share, code: string }[]} dealt
 * @param {boolean} isRehearsal
 */
export function print(dealt, isRehearsal) {
  printSheets(...dealt.map(({ share, code }) => sheet(share, code, isRehearsal)));
}

/**
 * Prints sheets, and nothing else of the page.
 * @param {...HTMLElement} articles
 */
export function printSheets(...articles) {
  const sheets = /** @type {HTMLElement} */ (document.getElementById("sheets"));
  sheets.replaceChildren(...articles);
  document.body.classList.add("sheets");
  window.print();
}

/** Takes the sheets out of the page again. */
export function clearSheets() {
  document.getElementById("sheets")?.replaceChildren();
  document.body.classList.remove("sheets");
}

/**
 * @param {Share} share
 * @param {string} code
 * @param {boolean} isRehearsal
 */
function sheet({ election, x, t, n }, code, isRehearsal) {
  return h(
    "article",
    { class: "share" },
    h("h2", {}, `${isRehearsal ? "Rehearsal: share" : "Share"} ${x} of ${n}`),
    p(`Any ${t} of the ${n} shares open the ballots of this election. Fewer open nothing.`),
    ...written(code, "The share as a QR code"),
    p(`Election ${toHex(election)}`),
    h("p", { class: "name" }, "Trustee:"),
    p(
      "Put this sheet into an envelope, seal it and sign across the flap. Keep it " +
        "where you keep what must not be lost. Do not photograph, copy or mail it. Bring " +
        "it to the opening.",
    ),
  );
}

/**
 * A code in groups of four, and as a picture.
 * @param {string} code
 * @param {string} label of the picture
 */
export function written(code, label) {
  const groups = code.split("-").map((four) => h("li", {}, four));
  return [h("ol", { class: "code" }, ...groups), qrOf(code, label)];
}

/**
 * The squares of the code's QR picture, a dark one true, with the light border that readers need.
 * @param {string} code
 */
export function rowsOf(code) {
  return encodeQR(code, "raw", { ecc: "medium", border: 4 });
}

/**
 * The code as a picture, for a hand scanner that types what it reads.
 * @param {string} code
 * @param {string} label
 */
function qrOf(code, label) {
  const rows = rowsOf(code);
  const dark = rows.flatMap((row, y) => row.flatMap((is, x) => (is ? [`M${x} ${y}h1v1h-1z`] : [])));
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", dark.join(""));
  svg.append(path);
  return svg;
}
