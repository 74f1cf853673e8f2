import { Place, found } from "../page/place.js";
import { showKey } from "./key.js";

const root = found("officer");
showKey(new Place(root, found("said")), root.dataset);
