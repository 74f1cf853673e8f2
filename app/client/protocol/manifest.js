/** @import { Bytes } from "./bytes.js" */
/** @import { Contest } from "./contests.js" */
/** @import { IssuerKey } from "./issuer-key.js" */
/** @import { Witness } from "./witnesses.js" */
import { Malformed, PROTOCOL } from "./bytes.js";
import { DIGEST, LARGEST_COUNT, longestOf, readContest } from "./contests.js";
import { PUBLIC_KEY, SPKI, checkPublic as checkPublicKey, fromSpki } from "./ed25519.js";
import { fromBase64url } from "./encoding.js";
import { sha256 } from "./hashes.js";
import { KEY, checkPublic } from "./hpke.js";
import { issuerKey } from "./issuer-key.js";
import { Fields, canonical, parseCanonical } from "./json.js";
import { witnessOf } from "./witnesses.js";

const PAD_STEP = 256;
const MARKS_ALONE = 10; // a plurality contest of more candidates is a group of its own
const NAMES = [
  ...["version", "purpose", "election_id", "title", "contests", "groups", "A", "B", "t", "n"],
  ...["pad_len", "opens", "closes_issue", "closes_cast", "box_spki", "registrar_spki"],
  ...["officers", "witnesses", "client_sha256"],
];

/** @typedef {{ groupId: number, contests: string[], eligible: number, key: IssuerKey }} Group */

/**
 * What an election is; `hash` is M and in every signature. A and B are raw X25519 keys,
 * `boxPk` a raw Ed25519 key, `keys` all that may stand in no other manifest.
 * @typedef {object} Manifest
 * @property {Bytes} hash
 * @property {string} purpose
 * @property {Bytes} electionId
 * @property {string} title
 * @property {Contest[]} contests
 * @property {Group[]} groups
 * @property {Bytes} A
 * @property {Bytes} B
 * @property {number} t
 * @property {number} n
 * @property {number} padLen
 * @property {Date} opens
 * @property {Date} closesIssue
 * @property {Date} closesCast
 * @property {Bytes} boxPk
 * @property {Bytes} registrarPk raw Ed25519 key that signs the bundle
 * @property {Witness[]} witnesses
 * @property {Bytes[]} officers raw Ed25519 keys that sign amendments and paper
 * @property {Bytes[]} keys
 */

/**
 * The manifest of exactly these canonical bytes; Malformed names the first fault.
 * @param {Bytes} raw
 * @returns {Promise<Manifest>}
 */
export async function readManifest(raw) {
  const of = new Fields(parseCanonical(raw, "the manifest"), "the manifest", ...NAMES);
  if (of.text("version") !== PROTOCOL) throw new Malformed(`the version is not ${PROTOCOL}`);
  const A = checkPublic(of.binary("A", KEY), "A");
  const B = checkPublic(of.binary("B", KEY), "B");
  const boxSpki = of.binary("box_spki", SPKI);
  of.binary("client_sha256", DIGEST);
  const groups = of.each("groups", readGroup);
  const manifest = {
    hash: await sha256(raw),
    purpose: purposeOf(of),
    electionId: of.binary("election_id", 16),
    title: of.text("title"),
    contests: of.each("contests", readContest),
    groups,
    A,
    B,
    t: of.number("t", 2, 255),
    n: of.number("n", 3, 255),
    padLen: of.number("pad_len", PAD_STEP, 2 ** 16 - PAD_STEP),
    opens: timeOf(of, "opens"),
    closesIssue: timeOf(of, "closes_issue"),
    closesCast: timeOf(of, "closes_cast"),
    boxPk: fromSpki(boxSpki, "box_spki"),
    registrarPk: fromSpki(of.binary("registrar_spki", SPKI), "registrar_spki"),
    witnesses: await Promise.all(of.texts("witnesses").map(witnessOf)),
    officers: of.each("officers", readOfficer),
    keys: [A, B, boxSpki, ...groups.map((group) => group.key.spki)],
  };
  checkGroups(manifest);
  checkTrustees(manifest);
  return manifest;
}

/**
 * @param {Manifest} manifest
 * @param {number} groupId
 */
export function groupOf(manifest, groupId) {
  const group = manifest.groups.find((each) => each.groupId === groupId);
  if (!group) throw new Malformed(`this election has no group ${groupId}`);
  return group;
}

/**
 * The contests of a group in its order.
 * @param {Manifest} manifest
 * @param {number} groupId
 */
export function contestsOf(manifest, groupId) {
  return groupOf(manifest, groupId).contests.flatMap((id) =>
    manifest.contests.filter((contest) => contest.id === id),
  );
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {Group}
 */
function readGroup(value, place) {
  const of = new Fields(value, place, "group_id", "contests", "issuer_spki", "eligible");
  const spki = fromBase64url(of.text("issuer_spki"), `issuer_spki of ${place}`);
  return {
    groupId: of.number("group_id", 1, 2 ** 16 - 1),
    contests: of.texts("contests"),
    eligible: of.number("eligible", 0, LARGEST_COUNT),
    key: issuerKey(spki),
  };
}

/**
 * @param {unknown} value
 * @param {string} place
 */
function readOfficer(value, place) {
  const key = new Fields({ key: value }, place, "key").binary("key", PUBLIC_KEY);
  return checkPublicKey(key, "an officer's key");
}

/**
 * @param {Fields} of
 * @param {string} name
 */
export function timeOf(of, name) {
  const text = of.text(name);
  const time = new Date(text);
  const isTime = /^\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z$/.test(text) && !Number.isNaN(time.getTime());
  if (!isTime || time.toISOString() !== text.replace("Z", ".000Z")) {
    throw new Malformed(`${name} of the manifest must be a time like 2028-03-28T08:00:00Z`);
  }
  return time;
}

/** @param {Fields} of */
function purposeOf(of) {
  const purpose = of.text("purpose");
  if (purpose !== "election" && purpose !== "rehearsal") {
    throw new Malformed("the manifest's purpose is neither election nor rehearsal");
  }
  return purpose;
}

/** @param {Manifest} manifest */
function checkTrustees({ t, n }) {
  if (t >= n) {
    throw new Malformed(
      "t and n must hold 2 <= t < n <= 255, so that one lost share loses nothing",
    );
  }
}

/** @param {Manifest} manifest */
function checkGroups(manifest) {
  checkTimes(manifest);
  const ids = manifest.groups.map((group) => group.groupId);
  if (ids.some((id, at) => at > 0 && id <= ids[at - 1])) {
    throw new Malformed("the manifest's groups are not in ascending order");
  }
  const contests = manifest.contests.map((contest) => contest.id).sort();
  const grouped = manifest.groups.flatMap((group) => group.contests).sort();
  if (!contests.length || manifest.groups.some((group) => !group.contests.length)) {
    throw new Malformed("the manifest needs a group, and every group a contest");
  }
  if (contests.join("\n") !== grouped.join("\n")) {
    throw new Malformed("each contest must stand in exactly one group");
  }
  checkOnce(contests, "the contests");
  for (const group of manifest.groups) checkAlone(manifest, group);
  checkKeys(manifest);
  if (manifest.padLen !== leastPadLen(manifest)) {
    throw new Malformed("pad_len is not the least multiple of 256 that holds every ballot");
  }
}

/** @param {Manifest} manifest */
function checkKeys({ keys, boxPk, registrarPk, officers }) {
  checkOnce(keys.map(String), "the keys");
  const signers = [boxPk, registrarPk, ...officers];
  checkOnce(signers.map(String), "the keys of box, registrar and officers");
}

/** @param {Manifest} manifest */
function checkTimes({ opens, closesIssue, closesCast }) {
  if (opens >= closesIssue || closesIssue > closesCast) {
    throw new Malformed("the manifest's times must be opens < closes_issue <= closes_cast");
  }
}

/**
 * Many marks on one ballot are a fingerprint, so nothing else may stand on it.
 * @param {Manifest} manifest
 * @param {Group} group
 */
function checkAlone(manifest, { groupId, contests }) {
  const isLong = (/** @type {Contest} */ { ranked, candidates }) =>
    !ranked && candidates.length > MARKS_ALONE;
  if (contests.length > 1 && contestsOf(manifest, groupId).some(isLong)) {
    throw new Malformed(
      `group ${groupId}: a plurality contest of more than ${MARKS_ALONE} ` +
        "candidates must be a group of its own",
    );
  }
}

/**
 * @param {string[]} values
 * @param {string} what
 */
function checkOnce(values, what) {
  if (new Set(values).size !== values.length) {
    throw new Malformed(`${what} of the manifest must differ from one another`);
  }
}

/** @param {Manifest} manifest */
function leastPadLen(manifest) {
  const lengths = manifest.groups.map((group) => {
    const contests = contestsOf(manifest, group.groupId);
    return canonical(Object.fromEntries(contests.map((each) => [each.id, longestOf(each)]))).length;
  });
  return Math.ceil((2 + Math.max(...lengths)) / PAD_STEP) * PAD_STEP;
}
