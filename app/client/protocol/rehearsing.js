/** A rehearsal of the opening, with keys of its own, n - t shares dropped, and a signed report. */
/** @import { Bytes } from "./bytes.js" */
/** @import { PublicKeys } from "./dealing.js" */
/** @import { OpeningKeys, Share } from "./shares.js" */
import { Malformed, context, join, same } from "./bytes.js";
import { keysOf, writePublicKeys } from "./dealing.js";
import { publicOf, sign } from "./ed25519.js";
import { toBase64url } from "./encoding.js";
import { hmac256, sha256 } from "./hashes.js";
import { EPH, seal } from "./hpke.js";
import { canonical, parseCanonical } from "./json.js";
import { innerInfo, openLayer, outerInfo } from "./layers.js";
import { combine } from "./shares.js";

const BALLOTS = 25;
const PADDED = 256;

/**
 * The bytes of rehearsal.json: made-up ballots were sealed to the rehearsal's keys, and opened with
 * t shares and no more. It is signed with a key that only the rehearsal's own secret gives.
 * @param {PublicKeys} election
 * @param {Share[]} shares
 * @param {(length: number) => Bytes} random
 */
export async function rehearse(election, shares, random) {
  const { electionId, t, n } = election;
  const keys = await keysOf(shares, election);
  const used = shares.map(({ x }) => x).sort((one, other) => one - other);
  if (used.length !== t) {
    throw new Malformed(`a rehearsal opens with exactly ${t} shares, to show they suffice`);
  }
  for (let ballot = 0; ballot < BALLOTS; ballot++) await sealAndOpen(election, keys, random);
  const signingKey = await signingKeyOf(combine(shares, electionId), electionId);
  const report = {
    keys: parseCanonical(writePublicKeys(election), "opening-keys.json"),
    used,
    dropped: Array.from({ length: n }, (_, at) => at + 1).filter((x) => !used.includes(x)),
    ballots: BALLOTS,
    key: toBase64url(publicOf(signingKey)),
  };
  const message = context("rehearsal", await sha256(canonical(report)));
  return canonical({ ...report, signature: toBase64url(sign(signingKey, message)) });
}

/**
 * Malformed unless a made-up ballot comes out of its layers as it went in.
 * @param {PublicKeys} election
 * @param {OpeningKeys} keys
 * @param {(length: number) => Bytes} random
 */
async function sealAndOpen({ A, B }, keys, random) {
  const [manifestHash, token, padded] = [random(32), random(32), random(PADDED)];
  const [ephA, ephB] = [random(EPH), random(EPH)];
  const innerOf = innerInfo(manifestHash, 1);
  const outerOf = await outerInfo(manifestHash, 1, token);
  const sealed = await seal(
    A,
    outerOf,
    join(ephA, await seal(B, innerOf, join(ephB, padded), ephB)),
    ephA,
  );
  const [a, b] = [
    { secret: keys.aSecret, public: keys.aPublic },
    { secret: keys.bSecret, public: keys.bPublic },
  ];
  const outer = await openLayer(a, outerOf, sealed, ["outer-does-not-open", "outer-other-bytes"]);
  const inner =
    typeof outer === "string"
      ? outer
      : await openLayer(b, innerOf, outer.plain, ["inner-does-not-open", "inner-other-bytes"]);
  if (typeof inner === "string" || !same(inner.plain, padded)) {
    throw new Malformed("a made-up ballot did not come out of its layers as it went in");
  }
}

/**
 * HKDF-SHA-256(K, C("rehearsal-key", election_id)), one block.
 * @param {Bytes} secret
 * @param {Bytes} electionId
 */
async function signingKeyOf(secret, electionId) {
  const prk = await hmac256(new Uint8Array(0), secret);
  return hmac256(prk, join(context("rehearsal-key", electionId), Uint8Array.of(1)));
}
