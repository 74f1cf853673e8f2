import { field } from "../ceremony/elements.js";
import { Malformed } from "../protocol/bytes.js";

/**
 * A labelled place for a file.
 * @param {string} id
 * @param {string} label
 * @param {string} [hint]
 */
export function file(id, label, hint = "") {
  return field("input", id, label, { type: "file", accept: ".json,.jsonl", hint });
}

/**
 * The bytes of the file that was chosen; Malformed where none was.
 * @param {HTMLInputElement} input
 */
export async function chosen(input) {
  const [first] = input.files ?? [];
  if (!first) throw new Malformed("choose the file first");
  return new Uint8Array(await first.arrayBuffer());
}
