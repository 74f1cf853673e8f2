/** @import { Witness } from "../protocol/witnesses.js" */
/** @import { Court } from "./checks.js" */
/** @import { Outcome } from "./outcomes.js" */
import { cut, same, utf8 } from "../protocol/bytes.js";
import { verify } from "../protocol/ed25519.js";
import { checkpointsOf, signaturesOf } from "../protocol/notes.js";
import { toNumber } from "../protocol/numbers.js";
import { notPerformed, verified } from "./outcomes.js";

const TIME = 8;

/**
 * Every witness of the manifest cosigned the last of the checkpoints that the box signed.
 * @param {Court} court
 * @returns {Promise<Outcome>}
 */
export async function checkCosignatures({ evidence }) {
  const manifest = await evidence.manifest();
  const { witnesses } = manifest;
  const raw = evidence.file("checkpoints.txt");
  await checkpointsOf(raw, manifest);
  if (!witnesses.length) return notPerformed("the manifest names no witness");
  const [text = "", signatures = ""] = new TextDecoder().decode(raw).split("\n\n").slice(-2);
  const absent = [];
  for (const witness of witnesses) {
    if (!isCosigned(witness, `${text}\n`, signatures)) absent.push(witness.name);
  }
  const names = witnesses.map(({ name }) => name);
  if (!absent.length) return verified(`the board is cosigned by ${names.join(", ")}`);
  return { verdict: "not proven", detail: `the board lacks the word of ${absent.join(", ")}` };
}

/**
 * Whether the witness's line is there; Malformed where it is, and is not its word.
 * @param {Witness} witness
 * @param {string} text of the note
 * @param {string} signatures its lines
 */
function isCosigned({ name, id, key }, text, signatures) {
  for (const line of signaturesOf(signatures)) {
    if (line.name === name && same(line.keyId, id)) {
      const [time, signature] = cut(line.signature, TIME);
      const message = utf8(`cosignature/v1\ntime ${toNumber(time)}\n${text}`);
      verify(key, signature, message, `the cosignature of ${name}`);
      return true;
    }
  }
  return false;
}
