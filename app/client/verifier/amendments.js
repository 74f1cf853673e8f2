/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Manifest } from "../protocol/manifest.js" */
import { Malformed, compare, same } from "../protocol/bytes.js";
import { PUBLIC_KEY, SIGNATURE, verify } from "../protocol/ed25519.js";
import { Fields, canonical, parseCanonical } from "../protocol/json.js";
import { timeOf } from "../protocol/manifest.js";
import { linesOf } from "../protocol/published.js";
import { amendmentMessage, amendmentOf } from "../protocol/signing.js";

const SIGNERS = 2;
const LARGEST_COUNT = 10_000_000;

/**
 * What amendments leave of what was frozen, and each with its reason.
 * @typedef {{ closesIssue: Date, closesCast: Date, eligible: Map<number, number>, told: string[] }} Terms
 */

/**
 * The terms that amendments.jsonl leaves; Malformed unless two officers signed each of its lines.
 * @param {Bytes} raw
 * @param {Manifest} manifest
 * @returns {Promise<Terms>}
 */
export async function termsOf(raw, manifest) {
  const { closesIssue, closesCast, groups } = manifest;
  const eligible = new Map(groups.map((group) => [group.groupId, group.eligible]));
  const terms = { closesIssue, closesCast, eligible, told: /** @type {string[]} */ ([]) };
  for (const [at, line] of linesOf(raw, "amendments.jsonl").entries()) {
    const what = `amendment ${at + 1}`;
    const of = new Fields(parseCanonical(line, what), what, "amendment", "signatures");
    const body = of.members["amendment"];
    const message = await amendmentMessage(canonical(body));
    checkOfficers(signaturesOf(of, "officer"), message, manifest.officers);
    amend(terms, bodyOf(body, what, manifest, at + 1));
  }
  return terms;
}

/** @typedef {{ key: Bytes, signature: Bytes }} Signed */

/**
 * The signatures of an object; Malformed unless they are sorted by key, each signer once.
 * @param {Fields} of
 * @param {string} name of the member that has the key
 * @returns {Signed[]}
 */
export function signaturesOf(of, name) {
  const signed = of.each("signatures", (value, place) => {
    const each = new Fields(value, place, name, "signature");
    return { key: each.binary(name, PUBLIC_KEY), signature: each.binary("signature", SIGNATURE) };
  });
  if (signed.some(({ key }, at) => at > 0 && compare(signed[at - 1].key, key) >= 0)) {
    throw new Malformed(`${of.place}: the signatures are not sorted by key, each ${name} once`);
  }
  return signed;
}

/**
 * @param {Signed[]} signed
 * @param {Bytes} message
 * @param {Bytes[]} officers
 */
function checkOfficers(signed, message, officers) {
  for (const { key, signature } of signed) {
    if (!officers.some((officer) => same(officer, key))) {
      throw new Malformed("an amendment is signed by somebody who is no officer");
    }
    verify(key, signature, message, "an officer's signature");
  }
  if (signed.length < SIGNERS) {
    throw new Malformed(`an amendment takes ${SIGNERS} officers' signatures`);
  }
}

/**
 * @param {unknown} body
 * @param {string} what
 * @param {Manifest} manifest
 * @param {number} number
 */
function bodyOf(body, what, manifest, number) {
  const of = amendmentOf(body, what);
  if (!same(of.binary("manifest", 32), manifest.hash) || of.number("number", 1, 1000) !== number) {
    throw new Malformed(`${what}: it is of another manifest, or has another number`);
  }
  return { kind: of.text("kind"), of };
}

/**
 * @param {Terms} terms
 * @param {{ kind: string, of: Fields }} change
 */
function amend(terms, { kind, of }) {
  terms.told.push(`${kind} (${of.text("reason")})`);
  if (kind === "client") of.binary("client_sha256", 32);
  if (kind === "close") amendClose(terms, timeOf(of, "closes_issue"), timeOf(of, "closes_cast"));
  if (kind === "eligible") amendCounts(terms, of);
}

/**
 * @param {Terms} terms
 * @param {Date} issue
 * @param {Date} cast
 */
function amendClose(terms, issue, cast) {
  if (cast <= terms.closesCast || issue < terms.closesIssue) {
    throw new Malformed("an amended close must be later than the one before");
  }
  if (issue > cast) throw new Malformed("an amended close must have closes_issue <= closes_cast");
  terms.closesIssue = issue;
  terms.closesCast = cast;
}

/**
 * @param {Terms} terms
 * @param {Fields} of
 */
function amendCounts(terms, of) {
  const counts = of.each("eligible", (value, place) => {
    const each = new Fields(value, place, "group_id", "eligible");
    return /** @type {const} */ ([
      each.number("group_id", 1, 2 ** 16 - 1),
      each.number("eligible", 0, LARGEST_COUNT),
    ]);
  });
  const isAscending = counts.every(([id], at) => at === 0 || counts[at - 1][0] < id);
  if (!counts.length || !isAscending) {
    throw new Malformed("amended eligible counts must name groups, ascending, each once");
  }
  const foreign = counts.find(([id]) => !terms.eligible.has(id));
  if (foreign) throw new Malformed(`this election has no group ${foreign[0]}`);
  for (const [id, count] of counts) terms.eligible.set(id, count);
}
