/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Court } from "./checks.js" */
/** @import { Outcome } from "./outcomes.js" */
import { checkReceipt, leafOf } from "../protocol/answers.js";
import { Malformed, same } from "../protocol/bytes.js";
import { verified } from "./outcomes.js";

/**
 * The ballot of this receipt is on the board, and its sealed ballot opened.
 * @param {Court} court
 * @param {Bytes} receipt
 * @returns {Promise<Outcome>}
 */
export async function checkOwn({ evidence }, receipt) {
  const [manifest, { leaves }] = [await evidence.manifest(), await evidence.board()];
  checkReceipt(receipt, manifest, leafOf(receipt));
  const at = leaves.findIndex((leaf) => same(leaf, leafOf(receipt)));
  if (at < 0)
    throw new Malformed("the box signed this receipt, and its ballot is not on the board");
  const shut = (await evidence.opening()).groups.flatMap(({ malformed }) => malformed);
  const mine = shut.find((each) => "board" in each && each.board === at);
  if (!mine) return verified(`entry ${at} of the board`);
  const detail = `entry ${at} of the board, which is called malformed: ${mine.reason}`;
  return { verdict: "not proven", detail };
}
