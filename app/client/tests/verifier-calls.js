/** The verifier's checks for tests in another language: see bridge.js. */
/** @import { Manifest } from "../protocol/manifest.js" */
import { readArchive } from "../protocol/archive.js";
import { fromHex } from "../protocol/bytes.js";
import { checkBallots, checkTokens } from "../protocol/closed-board.js";
import { readManifest } from "../protocol/manifest.js";
import { verifications } from "../verifier/checks.js";
import { Evidence } from "../verifier/evidence.js";
import { inTwoDigits } from "../verifier/dice-checks.js";

/** @type {Record<string, (given: any) => unknown>} */
export const VERIFIER_CALLS = {
  verify,
  inTwoDigits: ({ shares }) => shares.map(inTwoDigits),
};

/**
 * Every check of a bundle, its signatures checked in one thread.
 * @param {{ bundle: string, receipt?: string }} given
 */
async function verify({ bundle, receipt }) {
  const own = receipt ? fromHex(receipt, "the receipt") : undefined;
  const evidence = new Evidence(readArchive(fromHex(bundle, "the bundle")));
  const found = [];
  for await (const check of verifications({ evidence, threads: here() }, own)) {
    found.push([check.name, check.verdict, check.detail]);
  }
  return found;
}

/** @returns {import("../verifier/checks.js").Signatures} */
function here() {
  /** @type {Manifest} */
  let manifest;
  return {
    begin: async (raw) => {
      manifest = await readManifest(raw);
    },
    tokens: (entries) => checkTokens(manifest, entries),
    ballots: (entries) => checkBallots(manifest, entries),
  };
}
