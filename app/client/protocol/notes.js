/** @import { Bytes } from "./bytes.js" */
/** @import { Manifest } from "./manifest.js" */
import { Malformed, PROTOCOL, cut, join, same, utf8 } from "./bytes.js";
import { verify } from "./ed25519.js";
import { fromBase64, toBase64url } from "./encoding.js";
import { sha256 } from "./hashes.js";

export const KEY_ID = 4;
export const KEY_NAME = /^[^\s+]+$/;
const ROOT = 32;

/**
 * The last checkpoint of checkpoints.txt (C2SP tlog-checkpoint), signed once by the box.
 * @param {string} text notes one after the other, an empty line between them
 * @param {Manifest} manifest
 */
export async function lastCheckpoint(text, manifest) {
  const origin = `${PROTOCOL}/${toBase64url(manifest.electionId)}`;
  const parts = text.split("\n\n");
  const [head = "", signatures = ""] = parts.slice(-2);
  const [own, size = "", root = "", ...more] = head.split("\n");
  if (parts.length % 2 || own !== origin || more.length || !/^(0|[1-9]\d{0,15})$/.test(size)) {
    throw new Malformed("the checkpoint is not one of this election");
  }
  await checkSigned(utf8(`${head}\n`), signatures, origin, manifest.boxPk);
  return { size: Number(size), root: rootOf(root) };
}

/** @param {string} text */
function rootOf(text) {
  const root = fromBase64(text, "a checkpoint's root");
  if (root.length !== ROOT) throw new Malformed("a checkpoint's root is not 32 bytes");
  return root;
}

/**
 * Every checkpoint of checkpoints.txt, in order.
 * @param {Bytes} raw
 * @param {Manifest} manifest
 */
export async function checkpointsOf(raw, manifest) {
  const parts = textOf(raw).split("\n\n");
  const notes = [];
  for (let at = 0; at < parts.length; at += 2) {
    const end = at + 2 < parts.length ? "\n" : ""; // which the split took from the signatures
    notes.push(`${parts.slice(at, at + 2).join("\n\n")}${end}`);
  }
  return Promise.all(notes.map((note) => lastCheckpoint(note, manifest)));
}

/** @param {Bytes} raw */
function textOf(raw) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new Malformed("checkpoints.txt is not UTF-8");
  }
}

/**
 * Malformed unless the box signed exactly once; other signatures are not looked at.
 * @param {Bytes} text
 * @param {string} signatures
 * @param {string} origin
 * @param {Bytes} boxPk
 */
async function checkSigned(text, signatures, origin, boxPk) {
  const named = await sha256(join(utf8(`${origin}\n`), Uint8Array.of(1), boxPk));
  const keyId = named.slice(0, KEY_ID);
  const ofBox = signaturesOf(signatures).filter(
    (each) => each.name === origin && same(each.keyId, keyId),
  );
  if (ofBox.length !== 1) throw new Malformed("a checkpoint is not signed once by the ballot box");
  verify(boxPk, ofBox[0].signature, text, "a checkpoint's signature");
}

/**
 * The signature lines of a note, of which each has its end.
 * @param {string} text
 */
export function signaturesOf(text) {
  if (!text.endsWith("\n")) throw new Malformed("a checkpoint's last line has no end");
  return text.slice(0, -1).split("\n").map(signatureOf);
}

/** @param {string} line */
function signatureOf(line) {
  const [dash, name = "", ...rest] = line.split(" ");
  const raw = fromBase64(rest.join(" "), "a checkpoint's signature");
  if (dash !== "—" || !KEY_NAME.test(name) || raw.length <= KEY_ID) {
    throw new Malformed("a checkpoint's signature line is not '— name base64'");
  }
  const [keyId, signature] = cut(raw, KEY_ID);
  return { name, keyId, signature };
}
