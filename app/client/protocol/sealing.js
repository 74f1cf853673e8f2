/** @import { Bytes } from "./bytes.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Choices } from "./payloads.js" */
import { context, join, uint16 } from "./bytes.js";
import { sha256 } from "./hashes.js";
import { EPH, seal } from "./hpke.js";
import { contestsOf } from "./manifest.js";
import { padPayload } from "./payloads.js";

/**
 * A sealed ballot before it is cast: audit it or cast it, never both.
 * @typedef {object} Sealed
 * @property {number} groupId
 * @property {Bytes} tokenPk
 * @property {Bytes} outer
 * @property {Bytes} auditCode
 * @property {Choices} choices
 * @property {Bytes} ephA
 * @property {Bytes} ephB
 */

/**
 * The choices of a group sealed in two layers with these ephemeral keys.
 * @param {Manifest} manifest
 * @param {number} groupId
 * @param {Bytes} tokenPk
 * @param {Choices} choices
 * @param {{ ephA: Bytes, ephB: Bytes }} eph
 * @returns {Promise<Sealed>}
 */
export async function sealWith(manifest, groupId, tokenPk, choices, { ephA, ephB }) {
  const { hash, A, B, padLen } = manifest;
  const group = uint16(groupId);
  const padded = padPayload(choices, contestsOf(manifest, groupId), padLen);
  const inner = await seal(B, context("inner", hash, group), join(ephB, padded), ephB);
  const outerInfo = context("outer", hash, group, await sha256(tokenPk));
  const outer = await seal(A, outerInfo, join(ephA, inner), ephA);
  const auditCode = await sha256(context("audit", hash, group, tokenPk, outer));
  return { groupId, tokenPk, outer, auditCode, choices, ephA, ephB };
}

/** Two fresh ephemeral keys, never from the seed and never stored. */
export function freshEphemerals() {
  const [ephA, ephB] = [new Uint8Array(EPH), new Uint8Array(EPH)];
  return { ephA: crypto.getRandomValues(ephA), ephB: crypto.getRandomValues(ephB) };
}
