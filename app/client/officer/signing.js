/** A batch of paper that one clerk sealed, read and signed by the other. */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Batch } from "../protocol/batches.js" */
/** @import { Desk } from "./paper.js" */
import { form, p, save } from "../ceremony/elements.js";
import { button } from "../page/elements.js";
import { readBatch } from "../protocol/batch-reading.js";
import { signBatch, writeBatch } from "../protocol/batches.js";
import { join, utf8 } from "../protocol/bytes.js";
import { chosen, file } from "./files.js";
import { withKey } from "./passphrase.js";

const END = utf8("\n");

/** @param {Desk} desk */
export function showSigning(desk) {
  const sealed = file("batch", "The batch’s file", "The other clerk saved it as batch-1.json or so.");
  const act = () =>
    desk.place.try(async () => {
      const raw = await chosen(sealed.input);
      const line = raw[raw.length - 1] === END[0] ? raw.slice(0, -1) : raw;
      showBatch(desk, await readBatch(line, desk.manifest));
    }, sealed.input);
  desk.show("Sign a batch", form("Read the batch", act, sealed.block), back(desk));
}

/**
 * A batch in words, and the place to sign it.
 * @param {Desk} desk
 * @param {Batch} batch
 */
export function showBatch(desk, batch) {
  const names = batch.signatures.map(({ clerk }) => desk.nameOf(clerk)).join(" and ");
  const act = (/** @type {Bytes} */ secret) => signAndSave(desk, batch, secret);
  desk.show(
    `Batch ${batch.header.batch}`,
    withKey(
      desk.place,
      desk.kept,
      "Sign this batch",
      act,
      desk.told(batch.header),
      p(names ? `Signed by ${names}.` : "Nobody has signed it."),
    ),
    back(desk),
  );
}

/**
 * @param {Desk} desk
 * @param {Batch} batch
 * @param {Bytes} secret
 */
async function signAndSave(desk, batch, secret) {
  const signed = await signBatch(batch, desk.manifest.hash, secret);
  const { header, signatures } = signed;
  const name = `batch-${header.batch}.json`;
  const raw = join(writeBatch(signed), END);
  const isDone = signatures.length === header.clerks.length;
  desk.show(
    `Batch ${header.batch} is signed`,
    p(
      isDone
        ? "Both clerks have signed it. Keep the file for the day when all batches join the board."
        : "Give the file to the other clerk, who signs it at a browser of her or his own.",
    ),
    p(button(`Save ${name}`, () => save(name, raw))),
    back(desk),
  );
}

/** @param {Desk} desk */
export function back(desk) {
  return p(button("Another batch", () => desk.begin(), "plain small"));
}
