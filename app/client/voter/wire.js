/** @import { Bytes } from "../protocol/bytes.js" */

const PAUSE = 500; // milliseconds before the first repetition, then twice as long each time
const LONGEST_PAUSE = 15_000;
const BUSY = [429, 502, 503, 504];

/** The server says no, in its own sentence; `status` is HTTP's. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} sentence
   */
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

/** @typedef {{ status: number, body: Bytes, text: string }} Answer */

/**
 * A line to one server. Nothing tells it more than the request itself: no cookie, no Referer, and
 * text/plain, for which a browser asks no leave beforehand.
 */
export class Line {
  /**
   * @param {string} origin
   * @param {object} how
   * @param {typeof fetch} [how.ask]
   * @param {(milliseconds: number) => Promise<unknown>} [how.pause]
   * @param {(waiting: boolean) => void} [how.say] told when no answer comes, and when one does
   * @param {string} [how.token] of the member's session
   */
  constructor(origin, { ask, pause, say, token } = {}) {
    this.origin = origin;
    this.ask = ask ?? ((...given) => fetch(...given));
    this.pause = pause ?? ((milliseconds) => new Promise((go) => setTimeout(go, milliseconds)));
    this.say = say ?? (() => {});
    /** @type {Record<string, string>} */
    this.headers = token ? { Authorization: `Bearer ${token}` } : {};
  }

  /** @param {string} path */
  get(path) {
    return this.#untilAnswered(path, { method: "GET", headers: this.headers });
  }

  /**
   * @param {string} path
   * @param {string | Bytes} body
   * @param {string} kind
   */
  post(path, body, kind = "text/plain") {
    const headers = { ...this.headers, "Content-Type": kind };
    return this.#untilAnswered(path, { method: "POST", headers, body });
  }

  /**
   * Repeats the very same request until it is answered: each is safe to repeat.
   * @param {string} path
   * @param {RequestInit} request
   */
  async #untilAnswered(path, request) {
    for (let times = 0; ; times++) {
      const answer = await this.#once(path, request);
      this.say(answer === null);
      if (answer) return answer;
      await this.pause(Math.min(PAUSE * 2 ** times, LONGEST_PAUSE));
    }
  }

  /**
   * One try; null where nothing came back, or that the server cannot do it now.
   * @param {string} path
   * @param {RequestInit} request
   * @returns {Promise<Answer | null>}
   */
  async #once(path, request) {
    try {
      const answer = await this.ask(this.origin + path, {
        ...request,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        cache: "no-store",
        redirect: "error",
      });
      if (BUSY.includes(answer.status)) return null;
      const body = new Uint8Array(await answer.arrayBuffer());
      return { status: answer.status, body, text: new TextDecoder().decode(body) };
    } catch (fault) {
      if (fault instanceof TypeError) return null; // what fetch throws where the network fails
      throw fault;
    }
  }
}

/**
 * What the server said no with.
 * @param {Answer} answer
 */
export function refusal({ status, text }) {
  try {
    return new Refused(status, String(JSON.parse(text).detail));
  } catch {
    return new Refused(status, `status ${status} without a sentence`);
  }
}
