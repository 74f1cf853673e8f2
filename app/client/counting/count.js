/** @import { Rule } from "./rule.js" */

/** @typedef {"election" | "elimination" | "surplus" | "order"} TieKind */
/** @typedef {Map<number, bigint>} Tally scaled votes by candidate */

/**
 * One round: the tally of the continuing and the elected, and what was decided on it.
 * @typedef {object} Round
 * @property {number} number
 * @property {Tally} tally
 * @property {bigint} exhausted
 * @property {bigint} residual
 * @property {bigint | null} threshold
 * @property {number | null} passage
 * @property {number[]} elected
 * @property {number[]} eliminated
 */

/**
 * A tie and who was chosen to be elected, to leave or to move first; of kind "order", the order of
 * alternates, `tied` stands in the settled order.
 * @typedef {object} Tie
 * @property {number} round
 * @property {TieKind} kind
 * @property {number[]} tied
 * @property {"lots" | "earlier-round"} settledBy
 * @property {number} chosen
 */

/** @typedef {Pick<Tie, "round" | "kind" | "tied">} Awaiting a tie that nothing has settled */

/**
 * Some candidates in groups of equal votes, most votes first.
 * @param {Tally} tally
 * @param {number[]} candidates
 */
export function equals(tally, candidates) {
  const votes = [...new Set(candidates.map((each) => votesOf(tally, each)))].sort(descending);
  return votes.map((most) => candidates.filter((each) => votesOf(tally, each) === most));
}

/**
 * @param {Tally} tally
 * @param {number} candidate
 */
export function votesOf(tally, candidate) {
  return /** @type {bigint} */ (tally.get(candidate));
}

/** @param {Iterable<bigint>} votes */
export function sum(votes) {
  let all = 0n;
  for (const each of votes) all += each;
  return all;
}

/** A tie that the rule leaves to a run-off; the seat stays open. */
export class RunOffNeeded extends Error {
  /** @param {Awaiting} awaiting */
  constructor(awaiting) {
    super("a run-off is needed");
    this.awaiting = awaiting;
  }
}

/** A count in progress: its rounds and ties so far, and the lots that settle a tie. */
export class Count {
  /** @type {Round[]} */
  rounds = [];
  /** @type {Tie[]} */
  ties = [];
  /** @type {number[]} */
  elected = [];

  /**
   * @param {Rule} rule
   * @param {number[]} lots every candidate once, best first
   * @param {number[]} [kept] who keep their seats in a recount
   */
  constructor(rule, lots, kept = []) {
    this.rule = rule;
    this.kept = kept;
    const order = this.isByRunOff ? [...lots].sort((one, other) => one - other) : lots;
    this.place = new Map(order.map((candidate, place) => [candidate, place]));
  }

  /**
   * Begins a round with the tally as it stands.
   * @param {Tally} tally
   * @param {Partial<Pick<Round, "exhausted" | "residual" | "threshold" | "passage">>} [figures]
   */
  open(tally, { exhausted = 0n, residual = 0n, threshold = null, passage = null } = {}) {
    const number = this.rounds.length + 1;
    const figures = { exhausted, residual, threshold, passage };
    this.rounds.push({ number, tally: new Map(tally), ...figures, elected: [], eliminated: [] });
  }

  /** @param {number[]} candidates elected in the open round, in that order */
  elect(candidates) {
    this.elected.push(...candidates);
    this.#last.elected.push(...candidates);
  }

  /** @param {number[]} candidates eliminated in the open round */
  eliminate(candidates) {
    this.#last.eliminated = candidates;
  }

  /**
   * The one of the tied who is elected or moves first, or who is eliminated, by the rule's steps.
   * @param {TieKind} kind
   * @param {number[]} tied
   */
  settle(kind, tied) {
    if (tied.length === 1) return tied[0];
    const isByRounds = this.rule.ties.includes("earlier-round");
    const left = isByRounds ? this.#byEarlierRounds(kind, tied) : tied;
    const line = this.#byLots(left);
    const chosen = kind === "elimination" ? line[line.length - 1] : line[0];
    const settledBy = left.length === 1 ? "earlier-round" : "lots";
    this.ties.push({ round: this.rounds.length, kind, tied: [...tied], settledBy, chosen });
    return chosen;
  }

  /**
   * The tied in the order of the lots, where all their places matter.
   * @param {number[]} tied
   */
  order(tied) {
    const line = this.#byLots(tied);
    if (line.length > 1) {
      const round = this.rounds.length;
      this.ties.push({ round, kind: "order", tied: line, settledBy: "lots", chosen: line[0] });
    }
    return line;
  }

  /**
   * Those of some who have most votes, as many as there are places, a tie at the cut settled; where
   * the rule leaves it to a run-off, those who surely have a place are elected first.
   * @param {Tally} tally
   * @param {number[]} candidates
   * @param {number} places
   */
  best(tally, candidates, places) {
    const found = [];
    for (const group of equals(tally, candidates)) {
      const left = places - found.length;
      if (group.length <= left) {
        found.push(...this.#byLots(group));
        continue;
      }
      if (this.isByRunOff && left) {
        this.elect(found);
        throw new RunOffNeeded({ round: this.rounds.length, kind: "election", tied: group });
      }
      for (let place = 0; place < left; place++) {
        const chosen = this.settle("election", group);
        group.splice(group.indexOf(chosen), 1);
        found.push(chosen);
      }
      break;
    }
    return found;
  }

  /**
   * Most votes first; equals by the lot order. Decides nothing.
   * @param {number[]} candidates
   */
  ordered(candidates) {
    return equals(this.#last.tally, candidates).flatMap((group) => this.#byLots(group));
  }

  get isByRunOff() {
    return this.rule.ties.includes("run-off");
  }

  get #last() {
    return this.rounds[this.rounds.length - 1];
  }

  /** @param {number[]} candidates */
  #byLots(candidates) {
    const place = (/** @type {number} */ each) => /** @type {number} */ (this.place.get(each));
    return [...candidates].sort((one, other) => place(one) - place(other));
  }

  /**
   * Who is left when the latest earlier round that differs has decided, and so on back.
   * @param {TieKind} kind
   * @param {number[]} tied
   */
  #byEarlierRounds(kind, tied) {
    const { passage } = this.#last;
    let left = tied;
    for (const { tally } of this.rounds.filter((each) => each.passage === passage).reverse()) {
      const groups = equals(tally, left);
      left = kind === "elimination" ? groups[groups.length - 1] : groups[0];
    }
    return left;
  }
}

/**
 * @param {bigint} one
 * @param {bigint} other
 */
function descending(one, other) {
  return one < other ? 1 : one > other ? -1 : 0;
}
