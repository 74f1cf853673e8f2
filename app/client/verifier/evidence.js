/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { Hashed, OpenedGroup } from "../protocol/opened.js" */
/** @import { Published } from "../protocol/published.js" */
/** @import { Read } from "../protocol/reading.js" */
/** @import { Counted } from "./recount.js" */
import { Malformed, compare } from "../protocol/bytes.js";
import { readBoard } from "../protocol/closed-board.js";
import { Fields, parseCanonical } from "../protocol/json.js";
import { contestsOf, readManifest } from "../protocol/manifest.js";
import { isMarked } from "../protocol/paper.js";
import { FEWEST } from "../protocol/partial-checking.js";
import { padPayload } from "../protocol/payloads.js";
import { readAnswers, readPublished } from "../protocol/published.js";
import { readPayload } from "../protocol/reading.js";
import { termsOf } from "./amendments.js";
import { readApart } from "./apart.js";
import { batchesOf } from "./batches.js";
import { recount } from "./recount.js";
import { readResults } from "./results.js";

const FEW = 10; // below this many on the board whole ballots are not published
const LARGEST_COUNT = 10_000_000;

/**
 * @template T
 * @param {() => Promise<T>} make
 */
function once(make) {
  /** @type {Promise<T> | undefined} */
  let made;
  return () => (made ??= make());
}

/** The files of a bundle, each read when a check asks for it; a wrong one is Malformed. */
export class Evidence {
  /** @param {Map<string, Bytes>} files */
  constructor(files) {
    this.files = files;
  }

  manifest = once(async () => readManifest(this.file("manifest.json")));
  board = once(async () => readBoard(await this.manifest(), this.file("board.bin")));
  opening = once(async () => readPublished(this.file("opening.json")));
  terms = once(async () => termsOf(this.file("amendments.jsonl"), await this.manifest()));
  paper = once(async () => batchesOf(this, await this.manifest()));
  register = once(async () => readRegister(this.file("register.json")));
  results = once(async () => readResults(this.file("results.json")));
  groups = once(async () => {
    const [manifest, { entries }] = [await this.manifest(), await this.board()];
    // The fault of an opening that cannot be read belongs to the checks that ask for it.
    const published = await this.opening().then(
      (read) => () => read,
      (fault) => () => {
        throw fault;
      },
    );
    return manifest.groups.map(({ groupId }) => {
      const own = entries.filter((entry) => entry.groupId === groupId);
      const paper = own.filter((entry) => isMarked(entry.tokenSig)).length;
      const counts = { groupId, onBoard: own.length, paper };
      return new GroupEvidence(this, manifest, published, counts);
    });
  });

  /** @param {string} name */
  file(name) {
    const raw = this.files.get(name);
    if (!raw) throw new Malformed(`the bundle lacks ${name}`);
    return raw;
  }

  /**
   * Each contest counted again, by its id, group by group.
   * @returns {AsyncGenerator<[string, Counted]>}
   */
  async *recounts() {
    for (const group of await this.groups()) yield* await group.recounts();
  }

  /** How many batches of paper there are. */
  get batches() {
    return [...this.files.keys()].filter((name) => name.startsWith("paper/")).length;
  }
}

/** One group's part of the evidence. */
export class GroupEvidence {
  /** @type {Read[] | undefined} */
  #ballots;

  /** Each contest of the group counted again, by its id. */
  recounts = once(async () => {
    const results = await this.evidence.results();
    /** @type {Map<string, Counted>} */
    const counts = new Map();
    for (const contest of this.contests) {
      counts.set(contest.id, await recount(results, contest, this.ballots));
    }
    return counts;
  });

  /**
   * @param {Evidence} evidence
   * @param {Manifest} manifest
   * @param {() => Published} published
   * @param {{ groupId: number, onBoard: number, paper: number }} counts
   */
  constructor(evidence, manifest, published, { groupId, onBoard, paper }) {
    this.evidence = evidence;
    this.padLen = manifest.padLen;
    this.contests = contestsOf(manifest, groupId);
    this.published = published;
    this.groupId = groupId;
    this.onBoard = onBoard;
    this.paper = paper;
  }

  /** Whether the group publishes its rankings contest by contest. */
  get few() {
    return this.onBoard < FEW;
  }

  /** Whether dice ask for one side of each of the group's ballots. */
  get isChecked() {
    return this.published().dice !== "" && this.onBoard >= FEWEST;
  }

  /** @returns {Hashed} what opening.json tells of the group */
  get opening() {
    const found = this.published().groups.find((each) => each.groupId === this.groupId);
    if (!found) throw new Malformed(`opening.json lacks group ${this.groupId}`);
    return found;
  }

  /** The inner layers. */
  get middle() {
    return this.#cut(`middle/${this.groupId}.bin`, this.padLen + 80);
  }

  /** The ballots; of a small group, valid ones made up contest by contest. */
  get ballots() {
    return (this.#ballots ??= this.#readBallots());
  }

  /** The padded payloads; none in a small group of several contests, which has them apart. */
  get plain() {
    if (!this.few) return this.#payloads;
    if (this.contests.length > 1) return undefined;
    return this.ballots
      .map((each) => padPayload(Object.fromEntries(each), this.contests, this.padLen))
      .sort(compare);
  }

  /** @returns {OpenedGroup} the whole opening of a group that dice were rolled for */
  get answered() {
    const { groupId, middle } = this;
    const answers = `rpc/${groupId}.jsonl`;
    return {
      groupId,
      middle,
      plain: this.#payloads,
      malformed: this.opening.malformed,
      links: this.#cut(`rpc/${groupId}.bin`, 32),
      answers: readAnswers(this.evidence.file(answers), answers),
    };
  }

  #readBallots() {
    if (!this.few) return this.#payloads.map((padded) => this.#valid(padded));
    const name = `contests/${this.groupId}.json`;
    return readApart(this.evidence.file(name), this.contests, this.padLen, name);
  }

  get #payloads() {
    return this.#cut(`plain/${this.groupId}.bin`, this.padLen);
  }

  /** @param {Bytes} padded */
  #valid(padded) {
    const read = readPayload(padded, this.contests, this.padLen);
    if (typeof read === "string") throw new Malformed(`a ballot of plain is malformed (${read})`);
    return read;
  }

  /**
   * @param {string} name
   * @param {number} length
   */
  #cut(name, length) {
    const raw = this.evidence.file(name);
    if (raw.length % length) {
      throw new Malformed(`${name} is not a whole number of pieces of ${length} bytes`);
    }
    return Array.from({ length: raw.length / length }, (_, at) =>
      raw.slice(at * length, (at + 1) * length),
    );
  }
}

/**
 * How many members of each group may vote, and to how many a ballot was issued.
 * @param {Bytes} raw
 */
function readRegister(raw) {
  const what = "register.json";
  const of = new Fields(parseCanonical(raw, what), what, "groups", "issued_list_sha256");
  of.binary("issued_list_sha256", 32);
  const groups = of.members["groups"];
  if (typeof groups !== "object" || groups === null || Array.isArray(groups)) {
    throw new Malformed("groups of register.json must be an object");
  }
  return new Map(
    Object.entries(groups).map(([name, value]) => {
      if (!/^(0|[1-9]\d{0,5})$/.test(name)) throw new Malformed(`${what} has a group '${name}'`);
      const counts = new Fields(value, `${what}, groups[${name}]`, "eligible", "issued");
      const [eligible, issued] = ["eligible", "issued"].map((each) =>
        counts.number(each, 0, LARGEST_COUNT),
      );
      return [Number(name), { eligible, issued }];
    }),
  );
}
