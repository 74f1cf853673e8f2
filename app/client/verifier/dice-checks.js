/** @import { Court } from "./checks.js" */
/** @import { Evidence, GroupEvidence } from "./evidence.js" */
import { marginOf } from "../counting/margins.js";
import { inGroups } from "../protocol/bytes.js";
import { FEWEST, linksHash } from "../protocol/partial-checking.js";
import { checkPartially } from "../protocol/partial-checks.js";
import { MOVED_BY_ONE } from "./opening-checks.js";
import { notPerformed, sum, verified } from "./outcomes.js";

const NO_DICE = "no dice were rolled: the opening rests on the trustees";

/**
 * One side of each ballot, as dice chose it after H was announced, is opened truly.
 * @param {Court} court
 */
export async function checkDice({ evidence }) {
  const { announced, dice } = await evidence.opening();
  if (!dice) return notPerformed(NO_DICE);
  const [manifest, { entries }] = [await evidence.manifest(), await evidence.board()];
  const links = new Map();
  for (const group of await checkedIn(evidence)) {
    const { answered } = group;
    await checkPartially(manifest, entries, answered, { announced, dice });
    links.set(group.groupId, answered.links);
  }
  const sides = sum([...links.values()].map((each) => each.length));
  const L = inGroups(await linksHash(announced, links));
  return verified(`one side of ${sides} ballots in ${links.size} groups; L = ${L}`);
}

/**
 * How likely it is that enough ballots to turn a contest were altered and none was found.
 * @param {Court} court
 */
export async function checkBounds({ evidence }) {
  if (!(await evidence.opening()).dice) return notPerformed(NO_DICE);
  const bounds = [];
  for (const group of await checkedIn(evidence)) bounds.push(...(await boundsIn(group)));
  if (!bounds.length) return notPerformed(`no group has ${FEWEST} ballots on the board`);
  return verified(bounds.join("; "));
}

/**
 * Groups too few for dice rest on the word of those present at the opening.
 * @param {Court} court
 */
export async function checkAttestations({ evidence }) {
  const { attestations } = await evidence.opening();
  const few = (await evidence.groups()).filter((each) => each.onBoard && !each.isChecked);
  if (!few.length) {
    return verified(`every group has ${FEWEST} ballots or none: dice were rolled for them`);
  }
  const named = `groups ${few.map(({ groupId }) => groupId).join(", ")}`;
  if (!attestations.length) return notPerformed(`${named}: nobody attests how they were opened`);
  return verified(`${named}: ${attestations.join(" ")}`);
}

/** @param {Evidence} evidence */
async function checkedIn(evidence) {
  return (await evidence.groups()).filter(({ isChecked }) => isChecked);
}

/**
 * A result turns by as many altered ballots as its margin takes, less what is malformed.
 * @param {GroupEvidence} group
 */
async function boundsIn(group) {
  const called = MOVED_BY_ONE * BigInt(group.opening.malformed.length);
  return [...(await group.recounts())].map(([id, { tabulation }]) => {
    const votes = marginOf(tabulation);
    if (votes === null) return `${id}: no margin is known, so no bound`;
    const left = votes > called ? votes - called : 0n;
    const altered = Number((left + MOVED_BY_ONE - 1n) / MOVED_BY_ONE);
    return `${id}: (3/4)^${altered} = ${inTwoDigits(0.75 ** altered)}`;
  });
}

/**
 * A share in two digits: 0.13, and 1.3e-07 where zeros would hide it.
 * @param {number} share
 */
export function inTwoDigits(share) {
  const [digits, exponent] = share.toExponential(1).split("e");
  if (Number(exponent) >= -4) return String(Number(share.toPrecision(2)));
  return `${digits.replace(".0", "")}e-${exponent.slice(1).padStart(2, "0")}`;
}
