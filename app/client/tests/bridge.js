/**
 * The protocol's functions for tests in another language: JSON in, JSON out, bytes in hexadecimal.
 * It runs in Node (bridge-node.js) and, bundled, in a browser.
 */
/** @import { Bytes } from "../protocol/bytes.js" */
import {
  readIssueAnswer,
  checkReceipt,
  checkSpent,
  issueRequest,
  readSpent,
  statusRequest,
} from "../protocol/answers.js";
import { leafHash, leavesOf, treeHash } from "../protocol/board.js";
import { Malformed, fromHex, inGroups, toHex } from "../protocol/bytes.js";
import * as ed25519 from "../protocol/ed25519.js";
import { fromBase64url, fromCrockford, toBase64url, toCrockford } from "../protocol/encoding.js";
import { fingerprintOf, signEntry } from "../protocol/entries.js";
import * as hpke from "../protocol/hpke.js";
import { issuerKey, issuerSpki } from "../protocol/issuer-key.js";
import { canonical, parseCanonical } from "../protocol/json.js";
import { contestsOf, readManifest } from "../protocol/manifest.js";
import { lastCheckpoint } from "../protocol/notes.js";
import { padPayload } from "../protocol/payloads.js";
import { sealWith } from "../protocol/sealing.js";
import { recoveryCode, seedOfCode } from "../protocol/seeds.js";
import { CEREMONY_CALLS } from "./ceremony-calls.js";
import { OFFICER_CALLS } from "./officer-calls.js";
import { COUNTING_CALLS } from "./counting-calls.js";
import { VERIFIER_CALLS } from "./verifier-calls.js";
import {
  blind,
  blinded,
  derive,
  finalize,
  reqHash,
  unblinded,
  verifyTokenSig,
} from "../protocol/tokens.js";

/** @param {string} text */
const bytes = (text) => fromHex(text, "an argument");
/** @param {string} text */
const number = (text) => BigInt(`0x${text}`);

/** @type {Record<string, (given: any) => unknown>} */
const CALLS = {
  toBase64url: ({ raw }) => toBase64url(bytes(raw)),
  fromBase64url: ({ text }) => fromBase64url(text, "the text"),
  toCrockford: ({ raw }) => toCrockford(bytes(raw)),
  fromCrockford: ({ text, length }) => fromCrockford(text, length, "the text"),
  inGroups: ({ raw }) => inGroups(bytes(raw)),
  canonical: ({ value }) => canonical(value),
  parseCanonical: ({ raw }) => canonical(parseCanonical(bytes(raw), "the text")),
  ed25519Sign: ({ secret, message }) => ed25519.sign(bytes(secret), bytes(message)),
  ed25519Public: ({ secret }) => ed25519.publicOf(bytes(secret)),
  ed25519Verify: ({ key, signature, message }) =>
    ed25519.verify(bytes(key), bytes(signature), bytes(message), "the signature"),
  ed25519Check: ({ key }) => ed25519.checkPublic(bytes(key), "the key"),
  x25519Check: ({ key }) => hpke.checkPublic(bytes(key), "the key"),
  deriveKeyPair: ({ ikm }) => hpke.deriveKeyPair(bytes(ikm)),
  setUp: ({ key, info, eph }) => hpke.setUp(bytes(key), bytes(info), bytes(eph)),
  seal: ({ key, info, plain, eph }) => hpke.seal(bytes(key), bytes(info), bytes(plain), bytes(eph)),
  issuerKey: ({ spki }) => issuerKey(bytes(spki)).n.toString(16),
  issuerSpki: ({ n }) => issuerSpki(number(n)),
  blinded: ({ message, salt, r, n }) => blinded(bytes(message), bytes(salt), number(r), number(n)),
  unblinded: ({ blindSig, r, n }) => unblinded(bytes(blindSig), number(r), number(n)),
  verifyTokenSig: ({ spki, prefix, tokenPk, tokenSig }) =>
    verifyTokenSig(
      { spki: bytes(spki), n: 0n },
      { prefix: bytes(prefix), tokenPk: bytes(tokenPk) },
      bytes(tokenSig),
    ),
  recoveryCode: ({ seed, M }) => recoveryCode(bytes(seed), bytes(M)),
  seedOfCode: ({ code, M }) => seedOfCode(code, bytes(M)),
  treeHash: async ({ entries }) =>
    treeHash(await Promise.all(entries.map((/** @type {string} */ each) => leafHash(bytes(each))))),
  leavesOf: ({ board, length }) => leavesOf(bytes(board), length),
  manifest: async ({ raw }) => {
    const { hash, electionId, boxPk, groups } = await readManifest(bytes(raw));
    return { hash, electionId, boxPk, groups: groups.map((group) => group.groupId) };
  },
  lastCheckpoint: async ({ text, manifest }) =>
    lastCheckpoint(text, await readManifest(bytes(manifest))),
  checkReceipt: async ({ receipt, manifest, leaf }) =>
    checkReceipt(bytes(receipt), await readManifest(bytes(manifest)), bytes(leaf)),
  padPayload: async ({ choices, manifest, groupId }) => {
    const read = await readManifest(bytes(manifest));
    return padPayload(choices, contestsOf(read, groupId), read.padLen);
  },
  token,
  ballot,
  ...CEREMONY_CALLS,
  ...OFFICER_CALLS,
  ...COUNTING_CALLS,
  ...VERIFIER_CALLS,
};

/** @param {any} given the secrets of a seed and what is asked with them */
async function token({ seed, M, groupId, spki, spent, answer }) {
  const key = issuerKey(bytes(spki));
  const secrets = await derive(bytes(seed), bytes(M), groupId, key);
  const blindedMsgs = new Map([[groupId, await blind(secrets, key)]]);
  if (spent) checkSpent(readSpent(bytes(spent)), bytes(M), secrets);
  if (answer) await finalize(secrets, key, of(readIssueAnswer(bytes(answer), [groupId]), groupId));
  return {
    request: issueRequest(blindedMsgs),
    reqHash: await reqHash(blindedMsgs),
    tokenPk: secrets.tokenPk,
    status: statusRequest(bytes(M), secrets),
  };
}

/**
 * One whole ballot, from its seed to its leaf hash.
 * @param {any} given a manifest's parts that sealing needs, and every secret
 */
async function ballot(given) {
  const { groupId, contests, padLen, choices } = given;
  const key = issuerKey(issuerSpki(number(given.n)));
  const hash = bytes(given.M);
  const secrets = await derive(bytes(given.seed), hash, groupId, key);
  const request = await reqHash(new Map([[groupId, await blind(secrets, key)]]));
  const tokenSig = await finalize(secrets, key, bytes(given.blindSig));
  const group = { groupId, contests: contests.map((/** @type {any} */ each) => each.id), key };
  const keys = { A: bytes(given.A), B: bytes(given.B) };
  const manifest = /** @type {any} */ ({ hash, ...keys, padLen, contests, groups: [group] });
  const eph = { ephA: bytes(given.ephA), ephB: bytes(given.ephB) };
  const sealed = await sealWith(manifest, groupId, secrets.tokenPk, choices, eph);
  const entry = await signEntry(hash, secrets, tokenSig, sealed.outer);
  const told = await fingerprintOf(entry);
  return {
    req_hash: request,
    outer_sha256: told.outerSha256,
    leaf_hash: told.leafHash,
    recovery_code: await recoveryCode(bytes(given.seed), hash),
    audit_code: sealed.auditCode,
  };
}

/**
 * @param {Map<number, Bytes>} map
 * @param {number} groupId
 */
function of(map, groupId) {
  const found = map.get(groupId);
  if (!found) throw new Malformed("the answer is for another group");
  return found;
}

/**
 * What a call gives, or the sentence it is refused with; any other error is thrown.
 * @param {string} name
 * @param {unknown} given
 */
export async function answer(name, given) {
  try {
    return { gives: readable(await CALLS[name](given)) };
  } catch (fault) {
    if (fault instanceof Malformed) return { refused: fault.message };
    throw fault;
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

Object.assign(globalThis, { answer });
