/** Signing in the browser, on whichever page of the committee has a place for it. */
import { Place, found } from "../page/place.js";
import { showAmendment } from "./amendment.js";
import { showKey } from "./key.js";
import { showPaper } from "./paper.js";

const PARTS = { key: showKey, amendment: showAmendment, paper: showPaper };

const root = found("officer");
if (root) {
  const part = /** @type {keyof typeof PARTS} */ (root.dataset["part"]);
  const place = new Place(root, found("said"));
  await place.try(async () => PARTS[part](place, root.dataset));
}
