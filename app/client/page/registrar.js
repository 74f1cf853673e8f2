/** What the page asks of the registrar besides the issue: the election, the sign-in, my ballot. */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { MyBallot } from "../voter/standing.js" */
import { Malformed, fromHex, same, toHex, utf8 } from "../protocol/bytes.js";
import { canonical } from "../protocol/json.js";
import { readManifest } from "../protocol/manifest.js";
import { Alarm } from "../voter/alarm.js";
import { checkKeysAreNew } from "../voter/keeping.js";
import { Line, refusal } from "../voter/wire.js";

const SIGNED_OUT = 401;

/**
 * What the registrar says of an election: its time zone, and times in ISO 8601, as amended.
 * @typedef {{ zone: string, now: string, dates: Record<Dated, string> }} Election
 * @typedef {"opens" | "closes_issue" | "closes_cast"} Dated
 */

/** The registrar as one election's page meets it; the session lasts as long as its tab. */
export class Registrar {
  /**
   * @param {string} electionId
   * @param {(silent: boolean) => void} say
   */
  constructor(electionId, say) {
    this.electionId = electionId;
    this.say = say;
    this.session = `tellers/1|session|${electionId}`;
  }

  /** The manifest, checked against the address and what this browser has seen before. */
  async manifest() {
    const answer = await this.#get(`/api/v1/elections/${this.electionId}/manifest`);
    try {
      const manifest = await readManifest(answer.body);
      if (toHex(manifest.electionId) !== this.electionId) {
        throw new Malformed("it is of another election");
      }
      await checkKeysAreNew(localStorage, manifest);
      return manifest;
    } catch (fault) {
      throw fault instanceof Malformed
        ? new Alarm(`the manifest is not right: ${fault.message}`)
        : fault;
    }
  }

  /** @returns {Promise<Election>} */
  async election() {
    return JSON.parse((await this.#get(`/api/v1/elections/${this.electionId}`)).text);
  }

  /** Whether a session of this tab is known. */
  get isSignedIn() {
    return sessionStorage.getItem(this.session) !== null;
  }

  /**
   * @param {string} number
   * @param {string} code
   */
  async signIn(number, code) {
    const form = { election_id: this.electionId, member_number: number, code };
    const body = canonical(form);
    const answer = await this.line().post("/api/v1/member-sessions", body, "application/json");
    if (answer.status !== 201) throw refusal(answer);
    sessionStorage.setItem(this.session, JSON.parse(answer.text).token);
  }

  /** Forgets the session in this tab. */
  signOut() {
    sessionStorage.removeItem(this.session);
  }

  /** A line to the registrar, signed in where this tab is. */
  line() {
    const token = sessionStorage.getItem(this.session);
    return new Line(location.origin, { say: this.say, ...(token ? { token } : {}) });
  }

  /**
   * What I may vote in, or null where the session has ended.
   * @param {Manifest} manifest
   * @returns {Promise<MyBallot | null>}
   */
  async myBallot(manifest) {
    const answer = await this.line().get("/api/v1/my/ballot");
    if (answer.status === SIGNED_OUT) {
      this.signOut();
      return null;
    }
    if (answer.status !== 200) throw refusal(answer);
    /** @type {MyBallot} */
    const mine = JSON.parse(answer.text);
    if (!same(fromHex(mine.manifest_hash, "the manifest hash"), manifest.hash)) {
      throw new Alarm("the registrar names another manifest than it shows");
    }
    return mine;
  }

  /** @param {string} path */
  async #get(path) {
    const answer = await this.line().get(path);
    if (answer.status !== 200) throw refusal(answer);
    return answer;
  }
}

/**
 * What a mailed link carries behind its #, which no server is ever sent: member, code, and the
 * manifest hash as printed.
 * @param {string} fragment
 */
export function readFragment(fragment) {
  const of = new URLSearchParams(fragment.replace(/^#/, ""));
  return { number: of.get("member"), code: of.get("code"), manifestHash: of.get("manifest") };
}

/**
 * An Alarm where the hash printed on the notice is not the manifest's.
 * @param {Manifest} manifest
 * @param {string | null} printed in hexadecimal
 */
export function checkPrinted(manifest, printed) {
  if (printed !== null && !same(utf8(printed), utf8(toHex(manifest.hash)))) {
    throw new Alarm("the manifest is not the one whose hash is printed on your notice");
  }
}
