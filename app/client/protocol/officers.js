/** @import { Bytes } from "./bytes.js" */
import { context } from "./bytes.js";
import { codeOf, secretOf } from "./codes.js";
import { publicOf, sign } from "./ed25519.js";
import { toBase64url } from "./encoding.js";
import { canonical } from "./json.js";

export const SECRET = 32;

/** @param {Bytes} electionId */
const kind = (electionId) => ({ label: "sheet", to: electionId, what: "the sheet's code" });

/**
 * What an officer registers: the public key, and its signature over C("officer", election_id, key).
 * @param {Bytes} secret
 * @param {Bytes} electionId
 */
export function registrationOf(secret, electionId) {
  const key = publicOf(secret);
  const proof = sign(secret, context("officer", electionId, key));
  return canonical({ key: toBase64url(key), proof: toBase64url(proof) });
}

/**
 * What an officer's sheet shows: the secret key and four bytes that tie it to its election.
 * @param {Bytes} secret
 * @param {Bytes} electionId
 */
export function sheetCode(secret, electionId) {
  return codeOf(secret, kind(electionId));
}

/**
 * The secret key that was typed from a sheet; a mistyped or foreign one is Malformed.
 * @param {string} code
 * @param {Bytes} electionId
 */
export function secretOfSheet(code, electionId) {
  return secretOf(code, SECRET, kind(electionId));
}
