/** The checks of a bundle, by the names that `tellers verify` has for them, in its order. */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { BoardEntry } from "../protocol/closed-board.js" */
/** @import { Evidence } from "./evidence.js" */
/** @import { Outcome } from "./outcomes.js" */
import { Malformed } from "../protocol/bytes.js";
import * as board from "./board-checks.js";
import { checkCosignatures } from "./cosignatures.js";
import * as dice from "./dice-checks.js";
import { checkFiles } from "./digests.js";
import * as opening from "./opening-checks.js";
import { checkQuestions } from "./question-checks.js";
import { checkOwn } from "./receipt-check.js";
import * as results from "./result-checks.js";
import { checkSeats } from "./seat-checks.js";

/**
 * Where signatures are checked: in many threads, or in one.
 * @typedef {object} Signatures
 * @property {(manifest: Bytes) => Promise<void>} begin
 * @property {(entries: BoardEntry[]) => Promise<void>} tokens
 * @property {(entries: BoardEntry[]) => Promise<void>} ballots
 */

/** @typedef {{ evidence: Evidence, threads: Signatures }} Court what the checks are made with */
/** @typedef {{ name: string } & Outcome} Check */

/** @type {Record<string, (court: Court) => Promise<Outcome>>} */
const CHECKS = {
  "manifest and amendments": board.checkManifest,
  "files and digests": checkFiles,
  keys: board.checkKeys,
  "token signatures": board.checkTokens,
  "ballot signatures": board.checkBallots,
  uniqueness: board.checkTokensOnce,
  "cast, issued, eligible": board.checkCounts,
  paper: board.checkPaper,
  "tree and checkpoints": board.checkTree,
  cosignatures: checkCosignatures,
  "lengths and indexes": opening.checkLengths,
  "opening hash": opening.checkH,
  "partial checking": dice.checkDice,
  "altered ballots": dice.checkBounds,
  attestations: dice.checkAttestations,
  "malformed ballots": opening.checkMargins,
  reconciliation: results.checkReconciliation,
  "results and manifest": results.checkElection,
  recount: results.checkRecount,
  questions: checkQuestions,
  "tie rulings": results.checkTies,
  "second count": results.checkSecondCount,
  seats: checkSeats,
};

/**
 * The checks one by one as they are done; with a receipt, that its ballot is on the board is one more.
 * @param {Court} court
 * @param {Bytes} [receipt]
 * @returns {AsyncGenerator<Check>}
 */
export async function* verifications(court, receipt) {
  for (const [name, check] of Object.entries(CHECKS)) {
    yield { name, ...(await outcomeOf(() => check(court))) };
  }
  if (receipt) yield { name: "receipt", ...(await outcomeOf(() => checkOwn(court, receipt))) };
}

/** @param {() => Promise<Outcome>} made */
async function outcomeOf(made) {
  try {
    return await made();
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    return /** @type {Outcome} */ ({ verdict: "refused", detail: fault.message });
  }
}
