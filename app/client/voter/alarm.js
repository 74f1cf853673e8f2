import { Malformed } from "../protocol/bytes.js";

/** What an honest registrar or ballot box never does: the client stops and says so. */
export class Alarm extends Error {}

/**
 * Makes an Alarm of what is Malformed in an answer.
 * @param {string} what
 * @param {() => Promise<void>} read
 */
export async function alarming(what, read) {
  try {
    await read();
  } catch (fault) {
    throw fault instanceof Malformed ? new Alarm(`${what}: ${fault.message}`) : fault;
  }
}
