/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { BoardEntry } from "../protocol/closed-board.js" */
/** @import { InMiddle, OnBoard } from "../protocol/reasons.js" */
/** @import { Layer } from "../protocol/layers.js" */
/** @import { Opener } from "../protocol/opening.js" */
/** @import { OpeningKeys } from "../protocol/shares.js" */
/** @import { Job } from "./worker.js" */
import { Malformed } from "../protocol/bytes.js";

const PIECE = 50; // entries at a time, so that progress moves

/**
 * This very script in as many threads as the machine has: the keys live there and end with them.
 * @implements {Opener}
 */
export class Threads {
  #workers = Array.from({ length: Math.min(8, navigator.hardwareConcurrency || 2) }, newWorker);

  /** Told after each piece: how many entries or layers were done. */
  onDone = (/** @type {number} */ _) => {};

  /** @param {Bytes} manifest */
  async begin(manifest) {
    await Promise.all(this.#workers.map((worker) => ask(worker, "manifest", manifest)));
  }

  /** @param {OpeningKeys} keys */
  async take(keys) {
    await Promise.all(this.#workers.map((worker) => ask(worker, "keys", keys)));
  }

  /**
   * Malformed unless issuers or clerks signed every entry.
   * @param {BoardEntry[]} entries
   */
  async tokens(entries) {
    await this.#share("tokens", entries);
  }

  /**
   * Malformed unless tokens signed every sealed ballot.
   * @param {BoardEntry[]} entries
   */
  async ballots(entries) {
    await this.#share("ballots", entries);
  }

  /** @param {BoardEntry[]} entries */
  async outers(entries) {
    return /** @type {(Layer | OnBoard)[]} */ (await this.#share("outers", entries));
  }

  /**
   * @param {number} groupId
   * @param {Bytes[]} inners
   */
  async inners(groupId, inners) {
    const pieces = inners.map((inner) => ({ groupId, inner }));
    return /** @type {(Layer | InMiddle)[]} */ (await this.#share("inners", pieces));
  }

  /** Ends every thread, and what it knows with it. */
  end() {
    for (const worker of this.#workers) worker.terminate();
  }

  /**
   * @param {Job} job
   * @param {unknown[]} all
   */
  async #share(job, all) {
    /** @type {unknown[]} */
    const answers = [];
    let next = 0;
    const run = async (/** @type {Worker} */ worker) => {
      while (next < all.length) {
        const first = next;
        next += PIECE;
        const piece = all.slice(first, next);
        const given = await ask(worker, job, { piece, first });
        if (Array.isArray(given)) given.forEach((each, at) => (answers[first + at] = each));
        this.onDone(piece.length);
      }
    };
    await Promise.all(this.#workers.map(run));
    return answers;
  }
}

/**
 * @param {Worker} worker
 * @param {Job} job
 * @param {unknown} given
 * @returns {Promise<unknown>}
 */
function ask(worker, job, given) {
  return new Promise((done, fail) => {
    worker.onmessage = ({ data }) =>
      "refused" in data ? fail(new Malformed(data.refused)) : done(data.gives);
    worker.onerror = (event) => fail(new Error(event.message));
    worker.postMessage({ job, given });
  });
}

function newWorker() {
  const source = document.querySelector("script")?.textContent ?? "";
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return new Worker(trusted(url));
}

/**
 * The address of our own script, for browsers that ask where a worker's comes from.
 * @param {string} url
 */
function trusted(url) {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy("threads", {
    createScriptURL: (/** @type {string} */ own) => own,
  });
  return policy.createScriptURL(url);
}

/** @type {any} */
let policy;
