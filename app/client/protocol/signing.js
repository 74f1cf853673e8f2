/** What two officers sign of a frozen election: the same bytes as the commands. */
/** @import { Bytes } from "./bytes.js" */
import { Malformed, context } from "./bytes.js";
import { publicOf, sign } from "./ed25519.js";
import { toBase64url } from "./encoding.js";
import { sha256 } from "./hashes.js";
import { Fields, canonical, parseCanonical } from "./json.js";

/** @type {Record<string, string[]>} */
export const KINDS = {
  close: ["closes_issue", "closes_cast"],
  client: ["client_sha256"],
  eligible: ["eligible"],
};

/**
 * The fields of an amendment of exactly these canonical bytes.
 * @param {Bytes} raw
 */
export function readAmendment(raw) {
  return amendmentOf(parseCanonical(raw, "the amendment"), "the amendment");
}

/**
 * The fields of an amendment, which are those of its kind and no others.
 * @param {unknown} body
 * @param {string} what
 */
export function amendmentOf(body, what) {
  const kind = Object(body)["kind"];
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind)) {
    throw new Malformed(`${what}: kind must be one of ${Object.keys(KINDS).join(", ")}`);
  }
  return new Fields(body, what, "manifest", "number", "kind", "reason", ...KINDS[kind]);
}

/**
 * C("amendment", SHA-256(JCS(body))), what officers sign.
 * @param {Bytes} raw JCS(body)
 */
export async function amendmentMessage(raw) {
  return context("amendment", await sha256(raw));
}

/**
 * A line of amendments.jsonl with one officer's signature, without its end.
 * @param {Bytes} raw JCS(body)
 * @param {Bytes} secret
 */
export async function signAmendment(raw, secret) {
  const signature = sign(secret, await amendmentMessage(raw));
  return canonical({
    amendment: readAmendment(raw).members,
    signatures: [{ officer: toBase64url(publicOf(secret)), signature: toBase64url(signature) }],
  });
}
