/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
import { same, toHex } from "../protocol/bytes.js";
import { fromBase64url, toBase64url } from "../protocol/encoding.js";
import { sha256 } from "../protocol/hashes.js";
import { Alarm } from "./alarm.js";

const PREFIX = "tellers/1|";
const KEYS = `${PREFIX}keys`;

/**
 * What a browser keeps of one member in one election; the maps are by group.
 * @typedef {object} Kept
 * @property {Bytes} manifestHash
 * @property {Bytes} seed
 * @property {Map<number, Bytes>} tokenSigs
 * @property {Map<number, Bytes>} entries finished and signed, from "cast" on
 * @property {Map<number, Bytes>} receipts
 */

/**
 * The place of one member's seed in a browser's storage, under the random label that the registrar
 * gives the member: a second member of the same device has another.
 */
export class Keeping {
  /**
   * @param {Storage} storage
   * @param {string} label
   */
  constructor(storage, label) {
    this.storage = storage;
    this.name = `${PREFIX}seed|${label}`;
  }

  /**
   * What is kept for this manifest, or null; a label is of one election, so nothing else is there.
   * @param {Bytes} manifestHash
   * @returns {Kept | null}
   */
  read(manifestHash) {
    const text = this.storage.getItem(this.name);
    if (text === null) return null;
    const of = JSON.parse(text);
    const kept = {
      manifestHash: fromBase64url(of.manifestHash, "the kept manifest hash"),
      seed: fromBase64url(of.seed, "the kept seed"),
      tokenSigs: read(of.tokenSigs),
      entries: read(of.entries),
      receipts: read(of.receipts),
    };
    if (!same(kept.manifestHash, manifestHash)) {
      throw new Alarm("this browser keeps your seed for another manifest of this election");
    }
    return kept;
  }

  /** @param {Kept} kept */
  write({ manifestHash, seed, tokenSigs, entries, receipts }) {
    const members = {
      manifestHash: toBase64url(manifestHash),
      seed: toBase64url(seed),
      tokenSigs: written(tokenSigs),
      entries: written(entries),
      receipts: written(receipts),
    };
    this.storage.setItem(this.name, JSON.stringify(members));
  }

  /** Leaves nothing of this member here. */
  forget() {
    this.storage.removeItem(this.name);
  }
}

/** @param {Map<number, Bytes>} map */
function written(map) {
  return Object.fromEntries([...map].map(([groupId, raw]) => [groupId, toBase64url(raw)]));
}

/**
 * @param {Record<string, string>} members
 * @returns {Map<number, Bytes>}
 */
function read(members) {
  const pairs = Object.entries(members);
  return new Map(pairs.map(([id, text]) => [Number(id), fromBase64url(text, "what is kept")]));
}

/**
 * An Alarm where a key of this manifest was seen in another one: a blind signature cannot name its
 * election, its key must.
 * @param {Storage} storage
 * @param {Manifest} manifest
 */
export async function checkKeysAreNew(storage, manifest) {
  /** @type {Record<string, string>} */
  const known = JSON.parse(storage.getItem(KEYS) ?? "{}");
  const hash = toHex(manifest.hash);
  for (const key of manifest.keys) {
    const name = toHex(await sha256(key));
    if ((known[name] ?? hash) !== hash) {
      throw new Alarm("a key of this manifest stood in another election's");
    }
    known[name] = hash;
  }
  storage.setItem(KEYS, JSON.stringify(known));
}
