/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Court } from "./checks.js" */
/** @import { Outcome } from "./outcomes.js" */
import { Malformed, cut, join, same, toHex, utf8 } from "../protocol/bytes.js";
import { checkPublic, verify } from "../protocol/ed25519.js";
import { fromBase64 } from "../protocol/encoding.js";
import { sha256 } from "../protocol/hashes.js";
import { checkpointsOf } from "../protocol/notes.js";
import { toNumber } from "../protocol/numbers.js";
import { notPerformed, verified } from "./outcomes.js";

const COSIGNATURE = 4; // the kind of key of C2SP tlog-cosignature
const KEY_ID = 4;
const TIME = 8;

/** @typedef {{ name: string, id: Bytes, key: Bytes }} Witness */

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
  for (const written of witnesses) {
    const witness = await witnessOf(written);
    if (!isCosigned(witness, `${text}\n`, signatures)) absent.push(witness.name);
  }
  const names = witnesses.map((each) => each.split("+")[0]);
  if (!absent.length) return verified(`the board is cosigned by ${names.join(", ")}`);
  return { verdict: "not proven", detail: `the board lacks the word of ${absent.join(", ")}` };
}

/**
 * The witness of a C2SP verifier key, name+id+base64(0x04 || Ed25519 key).
 * @param {string} written
 * @returns {Promise<Witness>}
 */
async function witnessOf(written) {
  const [name, keyId, ...rest] = written.split("+");
  const [kind, key] = cut(fromBase64(rest.join("+"), "a witness's key"), 1);
  if (kind[0] !== COSIGNATURE || !/^[^\s+]+$/.test(name)) {
    throw new Malformed("a witness is not a C2SP verifier key for cosignatures");
  }
  checkPublic(key, "a witness's key");
  const id = (await sha256(join(utf8(`${name}\n`), kind, key))).slice(0, KEY_ID);
  if (toHex(id) !== keyId) {
    throw new Malformed("a witness's key id is not that of its name and key");
  }
  return { name, id, key };
}

/**
 * Whether the witness's line is there; Malformed where it is, and is not its word.
 * @param {Witness} witness
 * @param {string} text of the note
 * @param {string} signatures its lines
 */
function isCosigned({ name, id, key }, text, signatures) {
  const head = `— ${name} `;
  for (const line of signatures.split("\n").filter((each) => each.startsWith(head))) {
    const [keyId, time, signature] = cut(
      fromBase64(line.slice(head.length), "a cosignature"),
      KEY_ID,
      TIME,
    );
    if (same(keyId, id)) {
      const message = utf8(`cosignature/v1\ntime ${toNumber(time)}\n${text}`);
      verify(key, signature, message, `the cosignature of ${name}`);
      return true;
    }
  }
  return false;
}
