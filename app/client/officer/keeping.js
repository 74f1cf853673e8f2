/** @import { Bytes } from "../protocol/bytes.js" */
import { Malformed, same, utf8 } from "../protocol/bytes.js";
import { publicOf } from "../protocol/ed25519.js";
import { toBase64url } from "../protocol/encoding.js";
import { SECRET } from "../protocol/officers.js";
import { sealUnder, unsealUnder } from "../protocol/passphrases.js";

const KIND = {
  kind: "tellers/1 sealed signing key",
  what: "what this browser keeps",
  of: "signing key",
};

/**
 * The place of one signing key in a browser's storage, by its public half: two officers who share a
 * machine have a place each. Only its passphrase opens it.
 */
export class KeptKey {
  /**
   * @param {Storage} storage
   * @param {Bytes} key the public half
   */
  constructor(storage, key) {
    this.storage = storage;
    this.key = key;
    this.name = `tellers/1|officer|${toBase64url(key)}`;
  }

  /** Whether the key is kept here. */
  get isHere() {
    return this.storage.getItem(this.name) !== null;
  }

  /**
   * Seals the key and keeps it.
   * @param {Bytes} secret
   * @param {string} passphrase
   */
  async write(secret, passphrase) {
    const sealed = await sealUnder(passphrase, secret, KIND);
    this.storage.setItem(this.name, new TextDecoder().decode(sealed));
  }

  /**
   * The secret key; Malformed where it is not here, or the passphrase is another.
   * @param {string} passphrase
   */
  async open(passphrase) {
    const text = this.storage.getItem(this.name);
    if (text === null) throw new Malformed("your signing key is not kept in this browser");
    const secret = await unsealUnder(passphrase, utf8(text), SECRET, KIND);
    if (!same(publicOf(secret), this.key)) throw new Malformed("this is another signing key");
    return secret;
  }

  /** Leaves nothing of the key here. */
  forget() {
    this.storage.removeItem(this.name);
  }
}
