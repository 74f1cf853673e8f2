/** @import { Voter } from "./voter.js" */

/**
 * What the registrar tells a signed-in member of her ballot.
 * @typedef {object} MyBallot
 * @property {string} manifest_hash in hexadecimal
 * @property {number[]} groups
 * @property {"electronic" | "paper" | null} channel
 * @property {string} label
 * @property {string} box the ballot box's own origin
 * @property {{ granted: boolean, findings: { met: boolean, says: string, cite: string }[] }} ruling
 */

/**
 * Where a member stands, from what the registrar says and this browser keeps:
 * `refused` no vote by the rules, `paper` it came in, `new` nothing issued, `elsewhere` issued to
 * another device, `begun` seed kept and choices to be made, `casting` sealed without all receipts,
 * `done` every receipt here.
 * @param {MyBallot} mine
 * @param {Voter} voter
 */
export function standingOf(mine, voter) {
  if (!mine.ruling.granted || !mine.groups.length) return "refused";
  if (voter.kept && !voter.unreceipted.length) return "done";
  if (mine.channel === "paper") return "paper";
  if (mine.channel === null && !voter.hasTokens) return "new";
  if (!voter.kept) return "elsewhere";
  return voter.unmarked.length ? "begun" : "casting";
}
