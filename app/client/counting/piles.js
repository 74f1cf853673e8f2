/** @import { Tally } from "./count.js" */
/** @import { Cast, Profile } from "./profile.js" */
import { votesOf } from "./count.js";

/** The ballots by the continuing candidate they count for, and by the value each has kept. */
export class Piles {
  exhausted = 0n;
  /** @type {Tally} */
  tally = new Map();
  /** @type {Map<number, Map<bigint, Cast[]>>} */
  #piles = new Map();
  /** @type {Set<number>} */
  #gone;

  /**
   * @param {Profile} profile
   * @param {{ out?: number[], unit?: bigint }} [given] who does not take part, and the value of a whole ballot
   */
  constructor(profile, { out = [], unit = 1n } = {}) {
    this.#gone = new Set(out);
    const everybody = Array.from({ length: profile.candidates }, (_, candidate) => candidate);
    this.continuing = everybody.filter((candidate) => !this.#gone.has(candidate));
    for (const candidate of this.continuing) {
      this.tally.set(candidate, 0n);
      this.#piles.set(candidate, new Map());
    }
    this.#deal(profile.ballots, unit);
  }

  /**
   * Takes candidates out of the race; their ballots stay until they are moved.
   * @param {number[]} candidates
   */
  leave(candidates) {
    for (const candidate of candidates) this.#gone.add(candidate);
    this.continuing = this.continuing.filter((candidate) => !this.#gone.has(candidate));
  }

  /**
   * Moves all ballots of one who left to their next continuing candidates; the rule says what stays
   * in the tally.
   * @param {number} source
   * @param {(value: bigint) => bigint} valueOf what a ballot is worth after the move
   */
  move(source, valueOf) {
    const moving = this.#piles.get(source) ?? new Map();
    this.#piles.delete(source);
    for (const [value, casts] of moving) this.#deal(casts, valueOf(value));
  }

  /**
   * Takes losers out and moves their ballots at the value these have.
   * @param {number[]} losers
   */
  drop(losers) {
    this.leave(losers);
    for (const loser of losers) {
      this.move(loser, (value) => value);
      this.tally.delete(loser);
    }
  }

  /**
   * @param {Cast[]} casts
   * @param {bigint} value
   */
  #deal(casts, value) {
    for (const cast of casts) {
      const votes = value * BigInt(cast.times);
      const target = cast.ranking.find((candidate) => !this.#gone.has(candidate));
      if (target === undefined) {
        this.exhausted += votes;
        continue;
      }
      this.tally.set(target, votesOf(this.tally, target) + votes);
      const pile = /** @type {Map<bigint, Cast[]>} */ (this.#piles.get(target));
      const held = pile.get(value);
      if (held) held.push(cast);
      else pile.set(value, [cast]);
    }
  }
}
