/** What officers sign, for tests in another language: see bridge.js. */
import { fromHex } from "../protocol/bytes.js";
import { registrationOf, secretOfSheet, sheetCode } from "../protocol/officers.js";
import { signAmendment } from "../protocol/signing.js";

/** @param {string} text */
const bytes = (text) => fromHex(text, "an argument");

/** @type {Record<string, (given: any) => unknown>} */
export const OFFICER_CALLS = {
  registration: ({ secret, electionId }) => registrationOf(bytes(secret), bytes(electionId)),
  sheetCode: ({ secret, electionId }) => sheetCode(bytes(secret), bytes(electionId)),
  signAmendment: ({ raw, secret }) => signAmendment(bytes(raw), bytes(secret)),
  secretOfSheet: ({ code, electionId }) => secretOfSheet(code, bytes(electionId)),
};
