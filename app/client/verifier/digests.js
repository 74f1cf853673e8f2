/** @import { Evidence } from "./evidence.js" */
/** @import { Court } from "./checks.js" */
import { Malformed, context } from "../protocol/bytes.js";
import { verify } from "../protocol/ed25519.js";
import { toBase64url } from "../protocol/encoding.js";
import { sha256 } from "../protocol/hashes.js";
import { Fields, canonical, parseCanonical } from "../protocol/json.js";
import { verified } from "./outcomes.js";

const DIGESTS = "digests.json";
const ALWAYS = [
  ...["manifest.json", "amendments.jsonl", "board.bin", "checkpoints.txt", "opening.json"],
  ...["register.json", "results.json", DIGESTS],
];

/**
 * The files are those of this election, with the digests that the registrar signed.
 * @param {Court} court
 */
export async function checkFiles({ evidence }) {
  const [expected, { files }] = [await fileNames(evidence), evidence];
  const names = [...expected, ...files.keys()].sort();
  const wrong = names.find((name) => !expected.has(name) || !files.has(name));
  if (wrong) throw new Malformed(`the bundle lacks ${wrong}, or it does not belong there`);
  const value = parseCanonical(evidence.file(DIGESTS), DIGESTS);
  const of = new Fields(value, DIGESTS, "files", "signature");
  const [found, named] = [await digestsOf(evidence), Object(of.members["files"])];
  if (Object.keys(found).sort().join() !== Object.keys(named).join()) {
    throw new Malformed(`${DIGESTS} does not name exactly the files of the bundle`);
  }
  const changed = Object.keys(found).find((name) => found[name] !== named[name]);
  if (changed) throw new Malformed(`${changed} has not the digest that ${DIGESTS} names`);
  const { hash, registrarPk } = await evidence.manifest();
  const message = context("bundle", hash, await sha256(canonical(found)));
  verify(registrarPk, of.binary("signature", 64), message, `the signature of ${DIGESTS}`);
  return verified(`${files.size} files, digests signed by the registrar`);
}

/** @param {Evidence} evidence */
async function digestsOf({ files }) {
  const named = [...files].filter(([name]) => name !== DIGESTS);
  const digests = named.map(async ([name, raw]) => [name, toBase64url(await sha256(raw))]);
  return Object.fromEntries(await Promise.all(digests));
}

/** @param {Evidence} evidence */
async function fileNames(evidence) {
  const names = new Set(ALWAYS);
  const batches = (await evidence.paper()).length;
  for (let batch = 1; batch <= batches; batch++) names.add(`paper/${batch}.json`);
  for (const { groupId, few, isChecked } of await evidence.groups()) {
    names.add(`middle/${groupId}.bin`);
    names.add(few ? `contests/${groupId}.json` : `plain/${groupId}.bin`);
    if (isChecked) names.add(`rpc/${groupId}.jsonl`).add(`rpc/${groupId}.bin`);
  }
  return names;
}
