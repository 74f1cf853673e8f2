/** Signing in the browser, on whichever page of the committee has a place for it. */
import { Place, found } from "../page/place.js";
import { showAmendment } from "./amendment.js";
import { showKey } from "./key.js";

const PARTS = { key: showKey, amendment: showAmendment };

const root = found("officer");
if (root) {
  const part = /** @type {keyof typeof PARTS} */ (root.dataset["part"]);
  PARTS[part](new Place(root, found("said")), root.dataset);
}
