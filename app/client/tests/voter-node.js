/**
 * Voters on devices, driven by a test in another language over standard input and output. Each of
 * their requests is written out as a line, and the test says what comes back.
 */
import "./webcrypto.js";
import { createInterface } from "node:readline";
import { Malformed, fromHex, toHex } from "../protocol/bytes.js";
import { readManifest } from "../protocol/manifest.js";
import { Alarm } from "../voter/alarm.js";
import { Keeping, checkKeysAreNew } from "../voter/keeping.js";
import { standingOf } from "../voter/standing.js";
import { Voter } from "../voter/voter.js";
import { Line, Refused } from "../voter/wire.js";

/** A browser's storage, of one device. */
class Device {
  /** @type {Map<string, string>} */
  items = new Map();
  getItem = (/** @type {string} */ name) => this.items.get(name) ?? null;
  setItem = (/** @type {string} */ name, /** @type {string} */ text) => {
    this.items.set(name, text);
  };
  removeItem = (/** @type {string} */ name) => {
    this.items.delete(name);
  };
}

/** @type {Map<string, Device>} */
const devices = new Map();
/** @type {Map<string, { voter: Voter, silences: number }>} */
const open = new Map();
/** @type {((answer: any) => void)[]} */
const waiting = [];

/** @param {object} value */
const say = (value) => console.log(JSON.stringify(value));

/**
 * @param {any} address
 * @param {any} request
 */
async function ask(address, { method, headers, body = "", ...how }) {
  const [, to, path] = /** @type {string[]} */ (/^(\w+):(.*)$/.exec(address));
  const sent = typeof body === "string" ? toHex(new TextEncoder().encode(body)) : toHex(body);
  say({ to, method, path, headers, body: sent, how });
  const answer = await new Promise((go) => waiting.push(go));
  if (answer.lost) throw new TypeError("the line was cut");
  return new Response(fromHex(answer.body, "an answer"), { status: answer.status });
}

/** @type {Record<string, (given: any) => unknown>} */
const CALLS = {
  open: async ({ tab, device, label, groups, manifest }) => {
    const storage = devices.get(device) ?? new Device();
    devices.set(device, storage);
    const kept = /** @type {Storage} */ (/** @type {unknown} */ (storage));
    const read = await readManifest(fromHex(manifest, "the manifest"));
    await checkKeysAreNew(kept, read);
    const how = { ask: /** @type {typeof fetch} */ (ask), pause: async () => {} };
    const registrar = new Line("registrar:", { ...how, token: "session" });
    const box = new Line("box:", {
      ...how,
      say: (silent) => {
        const told = open.get(tab);
        if (told && silent) told.silences++;
      },
    });
    const keeping = new Keeping(kept, label);
    const voter = new Voter({ manifest: read, groups, keeping, registrar, box });
    open.set(tab, { voter, silences: 0 });
  },
  act: ({ tab, act, given }) => of(tab)[/** @type {"status"} */ (act)](given),
  vote: async ({ tab, choices }) => {
    const voter = of(tab);
    const sealed = voter.unmarked.map((groupId) => voter.seal(groupId, choices[groupId]));
    await voter.cast(await Promise.all(sealed));
  },
  seal: async ({ tab, group, choices }) => of(tab).seal(group, choices),
  seen: ({ tab, mine }) => {
    const { kept, unreceipted, unmarked, castElsewhere } = of(tab);
    const receipts = Object.fromEntries(kept?.receipts ?? []);
    const standing = standingOf(mine, of(tab));
    const silences = open.get(tab)?.silences;
    return { standing, receipts, unreceipted, unmarked, castElsewhere, silences };
  },
  stored: ({ device }) => Object.fromEntries(devices.get(device)?.items ?? []),
};

/** @param {string} tab */
function of(tab) {
  const found = open.get(tab);
  if (!found) throw new Error(`no tab ${tab}`);
  return found.voter;
}

/** @param {any} call */
async function answer({ name, given }) {
  try {
    say({ gives: readable(await CALLS[name](given)) });
  } catch (fault) {
    const isKnown = [Alarm, Malformed, Refused].some((kind) => fault instanceof kind);
    if (!(fault instanceof Error) || !isKnown) throw fault;
    say({ refused: fault.message, kind: fault.constructor.name, status: Object(fault).status });
  }
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function readable(value) {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readable(each)]));
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const read = JSON.parse(line);
  const go = waiting.shift();
  if (go) go(read);
  else void answer(read);
});
