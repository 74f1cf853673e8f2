/** @import { Bytes } from "./bytes.js" */
/** @import { BoardEntry } from "./closed-board.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { InMiddle, OnBoard, Reason } from "./reasons.js" */
/** @import { OpeningKeys } from "./shares.js" */
import { Malformed, context, cut, same, uint16 } from "./bytes.js";
import { sha256 } from "./hashes.js";
import { EPH, seal, unseal } from "./hpke.js";
import { contestsOf } from "./manifest.js";
import { readPayload } from "./reading.js";

/** @typedef {{ eph: Bytes, plain: Bytes }} Layer a layer opened, and what it is sealed with */

/**
 * What the outer layer is bound to: election, group and token.
 * @param {Bytes} manifestHash
 * @param {number} groupId
 * @param {Bytes} tokenPk
 */
export async function outerInfo(manifestHash, groupId, tokenPk) {
  return context("outer", manifestHash, uint16(groupId), await sha256(tokenPk));
}

/**
 * What the inner layer is bound to: election and group.
 * @param {Bytes} manifestHash
 * @param {number} groupId
 */
export function innerInfo(manifestHash, groupId) {
  return context("inner", manifestHash, uint16(groupId));
}

/**
 * ephA and the inner layer, or why the entry is malformed.
 * @param {OpeningKeys} keys
 * @param {Manifest} manifest
 * @param {Pick<BoardEntry, "groupId" | "tokenPk" | "outer">} entry
 * @returns {Promise<Layer | OnBoard>}
 */
export async function openOuter(keys, manifest, { groupId, tokenPk, outer }) {
  const owner = { secret: keys.aSecret, public: keys.aPublic };
  const info = await outerInfo(manifest.hash, groupId, tokenPk);
  const reasons = /** @type {const} */ (["outer-does-not-open", "outer-other-bytes"]);
  return openLayer(owner, info, outer, reasons);
}

/**
 * ephB and the padded payload of a valid ballot, or why the entry is malformed.
 * @param {OpeningKeys} keys
 * @param {Manifest} manifest
 * @param {number} groupId
 * @param {Bytes} inner
 * @returns {Promise<Layer | InMiddle>}
 */
export async function openInner(keys, manifest, groupId, inner) {
  const owner = { secret: keys.bSecret, public: keys.bPublic };
  const info = innerInfo(manifest.hash, groupId);
  const reasons = /** @type {const} */ (["inner-does-not-open", "inner-other-bytes"]);
  const opened = await openLayer(owner, info, inner, reasons);
  if (typeof opened === "string") return opened;
  const read = readPayload(opened.plain, contestsOf(manifest, groupId), manifest.padLen);
  return typeof read === "string" ? read : opened;
}

/**
 * Opens and re-seals with the eph inside, so that each plain text has one sealing.
 * @template {Reason} R
 * @param {{ secret: Bytes, public: Bytes }} owner
 * @param {Bytes} info
 * @param {Bytes} sealed
 * @param {readonly [R, R]} reasons
 * @returns {Promise<Layer | R>}
 */
export async function openLayer(owner, info, sealed, [shut, other]) {
  const opened = await openedOrShut(owner, info, sealed);
  if (!opened) return shut;
  const [eph, plain] = cut(opened, EPH);
  return same(await seal(owner.public, info, opened, eph), sealed) ? { eph, plain } : other;
}

/**
 * @param {{ secret: Bytes, public: Bytes }} owner
 * @param {Bytes} info
 * @param {Bytes} sealed
 */
async function openedOrShut(owner, info, sealed) {
  try {
    return await unseal(owner, info, sealed);
  } catch (fault) {
    if (fault instanceof Malformed) return undefined;
    throw fault;
  }
}
