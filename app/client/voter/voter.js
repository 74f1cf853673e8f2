/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { Choices } from "../protocol/payloads.js" */
/** @import { Sealed } from "../protocol/sealing.js" */
/** @import { TokenSecrets } from "../protocol/tokens.js" */
/** @import { Kept, Keeping } from "./keeping.js" */
/** @import { Answer, Line } from "./wire.js" */
import * as answers from "../protocol/answers.js";
import { Malformed, same } from "../protocol/bytes.js";
import { toBase64url } from "../protocol/encoding.js";
import { fingerprintOf, signEntry } from "../protocol/entries.js";
import { groupOf } from "../protocol/manifest.js";
import { freshEphemerals, sealWith } from "../protocol/sealing.js";
import { SEED, recoveryCode, seedOfCode } from "../protocol/seeds.js";
import { blind, derive, finalize } from "../protocol/tokens.js";
import { alarming } from "./alarm.js";
import { checkOnBoard } from "./inclusion.js";
import { refusal } from "./wire.js";

const OK = 200;
const NOT_FOUND = 404;
const SPENT = 409;
const CLOSED = 410;

/**
 * One member's way from the manifest to the proof of inclusion. Every step keeps what it made
 * before it sends anything, so each may be broken off anywhere and taken up again, here or by the
 * recovery code on another device.
 */
export class Voter {
  /**
   * @param {object} given
   * @param {Manifest} given.manifest checked, its keys new
   * @param {number[]} given.groups the member's groups, ascending
   * @param {Keeping} given.keeping
   * @param {Line} given.registrar signed in
   * @param {Line} given.box
   */
  constructor({ manifest, groups, keeping, registrar, box }) {
    this.manifest = manifest;
    this.groups = groups;
    this.keeping = keeping;
    this.registrar = registrar;
    this.box = box;
    this.kept = keeping.read(manifest.hash);
    /** Whether a ballot turned out to have been cast before, by this seed on another device. */
    this.castElsewhere = false;
  }

  /** A new seed, kept before anything is sent; where one is kept already, that one. */
  start() {
    this.kept ??= this.#keepSeed(crypto.getRandomValues(new Uint8Array(SEED)));
  }

  /**
   * Goes on with the seed of a recovery code, from another device; Malformed for a wrong code.
   * @param {string} code
   */
  async takeUp(code) {
    this.kept = this.#keepSeed(await seedOfCode(code, this.manifest.hash));
  }

  /** The recovery code, offered before anything is sent. */
  code() {
    return recoveryCode(this.#seeded().seed, this.manifest.hash);
  }

  /** Whether the registrar's signatures for every group are kept here. */
  get hasTokens() {
    return this.groups.every((groupId) => this.kept?.tokenSigs.has(groupId));
  }

  /** The groups whose ballots have no receipt. */
  get unreceipted() {
    return this.groups.filter((groupId) => !this.kept?.receipts.has(groupId));
  }

  /** The groups in which choices are still to be made, since nothing is sealed or cast in them. */
  get unmarked() {
    return this.unreceipted.filter((groupId) => !this.kept?.entries.has(groupId));
  }

  /** Asks the box what was cast with this seed by any device, and the registrar for the tokens. */
  async resume() {
    for (const groupId of this.unmarked) await this.status(groupId);
    if (this.unmarked.length) await this.issue();
  }

  /** The tokens of all groups at once; asked again after a loss, with the same answer. */
  async issue() {
    const kept = this.#seeded();
    if (this.hasTokens) return;
    const secrets = await Promise.all(this.groups.map((groupId) => this.#secrets(groupId)));
    /** @type {Map<number, Bytes>} */
    const blinded = new Map();
    for (const each of secrets) blinded.set(each.groupId, await blind(each, this.#key(each)));
    const request = answers.issueRequest(blinded);
    const answer = await this.registrar.post("/issue", request, "application/json");
    if (answer.status !== OK) throw refusal(answer);
    await alarming("the registrar's answer is not right", async () => {
      const signed = answers.readIssueAnswer(answer.body, this.groups);
      for (const each of secrets) {
        const blindSig = /** @type {Bytes} */ (signed.get(each.groupId));
        kept.tokenSigs.set(each.groupId, await finalize(each, this.#key(each), blindSig));
      }
    });
    this.keeping.write(kept);
  }

  /**
   * The choices of a group sealed afresh: to be cast, or opened for an audit and never cast.
   * @param {number} groupId
   * @param {Choices} choices
   */
  async seal(groupId, choices) {
    const { tokenPk } = await this.#secrets(groupId);
    return sealWith(this.manifest, groupId, tokenPk, choices, freshEphemerals());
  }

  /**
   * Signs and keeps the entries, without what they were sealed with, then posts them.
   * @param {Sealed[]} sealed one for each group that has none yet
   */
  async cast(sealed) {
    const kept = this.#seeded();
    if (sealed.map(({ groupId }) => groupId).join() !== this.unmarked.join()) {
      throw new Malformed("one sealed ballot is cast in each group, and only once");
    }
    for (const { groupId, outer } of sealed) {
      const tokenSig = /** @type {Bytes} */ (kept.tokenSigs.get(groupId));
      const secrets = await this.#secrets(groupId);
      kept.entries.set(groupId, await signEntry(this.manifest.hash, secrets, tokenSig, outer));
    }
    this.keeping.write(kept);
    await this.post();
  }

  /** Posts every kept entry until it has its receipt. */
  async post() {
    for (const groupId of this.unreceipted) {
      const entry = this.#seeded().entries.get(groupId);
      if (entry) await this.#postOne(groupId, entry);
    }
  }

  /**
   * Whether the box holds a ballot under the group's token, cast by any device; keeps its receipt.
   * @param {number} groupId
   */
  async status(groupId) {
    const request = answers.statusRequest(this.manifest.hash, await this.#secrets(groupId));
    const answer = await this.box.post("/status", toBase64url(request));
    if (answer.status === NOT_FOUND) return false;
    if (answer.status !== OK) throw refusal(answer);
    await this.#keepReceipt(groupId, answer, null);
    return true;
  }

  /**
   * After the close: every receipted entry is on the board whose root the box signed. Paper joins
   * the board once, maybe between the box's two answers, so they are asked for once more.
   */
  async proveInclusion() {
    try {
      await this.#checkOnBoard();
    } catch (fault) {
      if (!(fault instanceof Malformed)) throw fault;
      await alarming("the board is not right", () => this.#checkOnBoard());
    }
  }

  async #checkOnBoard() {
    const receipts = [...this.#seeded().receipts.values()];
    const leaves = await this.#published("/leaves");
    const notes = await this.#published("/checkpoints");
    await checkOnBoard(receipts.map(answers.leafOf), leaves.body, notes.text, this.manifest);
  }

  /** Wipes seed and entries from this browser. */
  forget() {
    this.kept = null;
    this.keeping.forget();
  }

  /**
   * @param {number} groupId
   * @param {Bytes} entry
   */
  async #postOne(groupId, entry) {
    const told = await fingerprintOf(entry);
    const answer = await this.box.post("/cast", toBase64url(entry));
    if (answer.status === OK) await this.#keepReceipt(groupId, answer, told.leafHash);
    else if (answer.status === SPENT) await this.#acceptSpent(groupId, answer, told);
    else if (answer.status !== CLOSED || !(await this.status(groupId))) throw refusal(answer);
  }

  /**
   * A 409 stands only if the token itself signed the other entry and the box holds it.
   * @param {number} groupId
   * @param {Answer} answer
   * @param {Awaited<ReturnType<typeof fingerprintOf>>} own
   */
  async #acceptSpent(groupId, answer, own) {
    await alarming("the ballot box says the token is spent, falsely", async () => {
      const spent = answers.readSpent(answer.body);
      answers.checkSpent(spent, this.manifest.hash, await this.#secrets(groupId));
      const isHeld = await this.status(groupId);
      const receipt = this.#seeded().receipts.get(groupId);
      const isOther = !same(spent.leafHash, own.leafHash);
      if (!isHeld || !receipt || !isOther || !same(answers.leafOf(receipt), spent.leafHash)) {
        throw new Malformed("it gives no receipt for another ballot");
      }
    });
    this.castElsewhere = true;
  }

  /**
   * @param {number} groupId
   * @param {Answer} answer
   * @param {Bytes | null} leafHash null where any entry of this token is meant
   */
  async #keepReceipt(groupId, answer, leafHash) {
    const kept = this.#seeded();
    await alarming("the ballot box's answer is not right", async () => {
      const receipt = answers.readReceipt(answer.text);
      answers.checkReceipt(receipt, this.manifest, leafHash ?? answers.leafOf(receipt));
      kept.receipts.set(groupId, receipt);
    });
    this.keeping.write(kept);
  }

  /** @param {string} path */
  async #published(path) {
    const answer = await this.box.get(path);
    if (answer.status !== OK) throw refusal(answer);
    return answer;
  }

  /**
   * @param {Bytes} seed
   * @returns {Kept}
   */
  #keepSeed(seed) {
    const nothing = { tokenSigs: new Map(), entries: new Map(), receipts: new Map() };
    const kept = { manifestHash: this.manifest.hash, seed, ...nothing };
    this.keeping.write(kept);
    return kept;
  }

  #seeded() {
    if (!this.kept) throw new Malformed("no seed is kept");
    return this.kept;
  }

  /** @param {{ groupId: number }} token */
  #key({ groupId }) {
    return groupOf(this.manifest, groupId).key;
  }

  /**
   * @param {number} groupId
   * @returns {Promise<TokenSecrets>}
   */
  #secrets(groupId) {
    return derive(this.#seeded().seed, this.manifest.hash, groupId, this.#key({ groupId }));
  }
}
