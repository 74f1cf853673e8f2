/** @import { Bytes } from "../protocol/bytes.js" */
import { utf8 } from "../protocol/bytes.js";
import { sealUnder, unsealUnder } from "../protocol/passphrases.js";

const SHARE = { kind: "tellers/1 sealed share", what: "the share's file", of: "share" };
const CODE = 88; // characters of a share as it is printed, hyphens with them

/**
 * A share's file for a trustee who keeps it on a stick.
 * @param {string} code the share as it is printed
 * @param {string} passphrase
 */
export function sealShare(code, passphrase) {
  return sealUnder(passphrase, utf8(code), SHARE);
}

/**
 * The share of a file that was sealed with this passphrase; Malformed when it is another.
 * @param {Bytes} raw
 * @param {string} passphrase
 */
export async function unsealShare(raw, passphrase) {
  return new TextDecoder().decode(await unsealUnder(passphrase, raw, CODE, SHARE));
}
