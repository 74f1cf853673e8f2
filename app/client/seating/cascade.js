/** @import { Filled, Seat } from "./filled.js" */
/** @import { Exclusivity, SeatRules } from "./rules.js" */
import { winnersOf } from "./filled.js";
import { followerIn, wayIn } from "./follower.js";

/**
 * One member leaves a seat for the one kept, and who follows; nobody is a vacancy. `open` says that
 * the choice is the member's own.
 * @typedef {object} Step
 * @property {string} member
 * @property {Filled} kept
 * @property {Filled} left
 * @property {string | undefined} follower
 * @property {string} because
 * @property {boolean} open
 */

/**
 * A member with two seats against a rule, and whether the one kept was chosen.
 * @typedef {{ row: Exclusivity, member: string, kept: Filled, left: Filled, chosen: boolean }} Clash
 */

/** Who sits where while the seats settle. */
export class Cascade {
  /** @type {Step[]} */
  steps = [];
  /** @type {Map<Filled, string[]>} */
  #sitting;
  /** @type {Map<Filled, string[]>} */
  #left;
  /** @type {Map<Filled, Map<string, string[]>>} */
  #reasons;
  /** @type {Map<Filled, Set<string>>} */
  #followed;

  /**
   * Seats the winners, then frees, one after another, the seats that exclude each other, until no
   * rule is broken. Who has left a seat never returns to it.
   * @param {Filled[]} filled
   * @param {SeatRules} rules
   * @param {Map<string, string>} choices by person the contest that a winner of several prefers
   * @param {Map<string, string>} names how the reasons call a member
   */
  constructor(filled, rules, choices, names) {
    this.filled = filled;
    this.rules = rules;
    this.names = names;
    this.#sitting = new Map(filled.map((each) => [each, winnersOf(each)]));
    this.#left = new Map(filled.map((each) => [each, []]));
    this.#followed = new Map(filled.map((each) => [each, new Set()]));
    this.#reasons = new Map(filled.map((each) => [each, this.#howElected(each)]));
    for (let clash = this.#clash(choices); clash; clash = this.#clash(choices)) this.#free(clash);
  }

  /**
   * The seats as they stand, members by key.
   * @returns {Seat[]}
   */
  get seats() {
    return this.filled.flatMap((contest) =>
      this.sitting(contest).map((member) => ({
        contest: contest.id,
        member,
        ...this.#cameBy(contest, member),
        because: this.#reasonsOf(contest, member).join(" "),
      })),
    );
  }

  /** @param {Filled} contest */
  sitting(contest) {
    return /** @type {string[]} */ (this.#sitting.get(contest));
  }

  /**
   * @param {Filled} contest
   * @param {string} member
   */
  #cameBy(contest, member) {
    if (this.#followed.get(contest)?.has(member)) {
      return { how: "succession", cite: wayIn(contest, this.rules).cite };
    }
    if (!contest.count) return { how: "declared", cite: this.rules.uncontested.cite };
    return { how: "elected", cite: contest.cite };
  }

  /**
   * The first rule that somebody's seats break, and which of two seats is left.
   * @param {Map<string, string>} choices
   * @returns {Clash | undefined}
   */
  #clash(choices) {
    for (const row of this.rules.exclusivities) {
      for (const [member, held] of this.#heldAmong(row)) {
        if (held.length < 2) continue;
        const choice = row.byChoice && held.find(({ id }) => id === choices.get(member));
        const line = choice ? [choice, ...held.filter((each) => each !== choice)] : held;
        return { row, member, kept: line[0], left: line[1], chosen: Boolean(choice) };
      }
    }
    return undefined;
  }

  /**
   * The seats of the rule's groups by member, in the groups' order.
   * @param {Exclusivity} row
   */
  #heldAmong({ groups }) {
    /** @type {Map<string, Filled[]>} */
    const held = new Map();
    for (const group of groups) {
      for (const contest of this.filled.filter((each) => each.group === group)) {
        for (const member of this.sitting(contest)) {
          held.set(member, [...(held.get(member) ?? []), contest]);
        }
      }
    }
    return held;
  }

  /**
   * Frees the one seat that a member cannot hold beside the other.
   * @param {Clash} clash
   */
  #free({ row, member, kept, left, chosen }) {
    const name = this.#name(member);
    const why = chosen ? ", by choice" : row.byChoice ? ", as no choice was made" : "";
    const says =
      `${name} holds ${kept.title}, and ${row.name} is allowed (${row.cite}), ` +
      `so ${name} leaves ${left.title}${why}`;
    const follower = this.#vacate(member, left, says);
    this.#reasonsOf(kept, member).push(`${says}.`);
    this.steps.push({ member, kept, left, follower, because: `${says}.`, open: row.byChoice });
  }

  /**
   * Takes a member out of a contest and seats who follows there.
   * @param {string} member
   * @param {Filled} contest
   * @param {string} says why
   */
  #vacate(member, contest, says) {
    const staying = this.sitting(contest).filter((each) => each !== member);
    const left = [.../** @type {string[]} */ (this.#left.get(contest)), member];
    this.#left.set(contest, left);
    this.#sitting.set(contest, staying);
    const found = followerIn(contest, left, staying, this.rules);
    if (found.member === undefined) return undefined;
    const by = wayIn(contest, this.rules);
    const follows = `${says}; ${this.#name(found.member)} follows (${by.value}, ${by.cite}).`;
    this.#sitting.set(contest, [...staying, found.member]);
    this.#followed.get(contest)?.add(found.member);
    this.#reasons.get(contest)?.set(found.member, [follows, found.says].filter(Boolean));
    return found.member;
  }

  /** @param {Filled} contest */
  #howElected(contest) {
    const { title, count } = contest;
    const told = (/** @type {string} */ name) =>
      count
        ? `${name} was elected ${title}.`
        : `${title} had no more candidates than seats, so ${name} is declared elected.`;
    return new Map(winnersOf(contest).map((member) => [member, [told(this.#name(member))]]));
  }

  /**
   * @param {Filled} contest
   * @param {string} member
   */
  #reasonsOf(contest, member) {
    return /** @type {string[]} */ (this.#reasons.get(contest)?.get(member));
  }

  /** @param {string} member */
  #name(member) {
    return this.names.get(member) ?? member;
  }
}
