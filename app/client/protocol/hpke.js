/** @import { Bytes } from "./bytes.js" */
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { Malformed, cut, fromHex, join, uint16, utf8 } from "./bytes.js";
import { hmac256 } from "./hashes.js";
import { toNumber } from "./numbers.js";

export const KEY = 32;
export const EPH = 32;
const KEM_SUITE = join(utf8("KEM"), uint16(0x0020));
const SUITE = join(utf8("HPKE"), uint16(0x0020), uint16(0x0001), uint16(0x0003));
const NOTHING = new Uint8Array(0);
const ANY_SECRET = fromHex("0123456789abcdef".repeat(4), "a secret");

/**
 * LabeledExtract of RFC 9180 section 4, with HKDF-SHA256.
 * @param {Bytes} suite
 * @param {Bytes} salt
 * @param {string} label
 * @param {Bytes} ikm
 */
function extract(suite, salt, label, ikm) {
  return hmac256(salt, join(utf8("HPKE-v1"), suite, utf8(label), ikm));
}

/**
 * LabeledExpand of RFC 9180 section 4; one block, since no length here passes 32.
 * @param {Bytes} suite
 * @param {Bytes} prk
 * @param {string} label
 * @param {Bytes} info
 * @param {number} length
 */
async function expand(suite, prk, label, info, length) {
  const labeled = join(uint16(length), utf8("HPKE-v1"), suite, utf8(label), info);
  return (await hmac256(prk, join(labeled, Uint8Array.of(1)))).slice(0, length);
}

/**
 * DeriveKeyPair of RFC 9180 section 7.1.3 for X25519: the raw secret and public key.
 * @param {Bytes} ikm
 */
export async function deriveKeyPair(ikm) {
  const prk = await extract(KEM_SUITE, NOTHING, "dkp_prk", ikm);
  const secret = await expand(KEM_SUITE, prk, "sk", NOTHING, KEY);
  return { secret, public: join(x25519.getPublicKey(secret)) };
}

/**
 * Refuses X25519 keys that are not canonical or of small order (RFC 7748 section 6.1).
 * @param {Bytes} raw
 * @param {string} what
 */
export function checkPublic(raw, what) {
  if (raw.length !== KEY || toNumber(raw.slice().reverse()) >= 2n ** 255n - 19n) {
    throw new Malformed(`${what} is not a canonical X25519 key`);
  }
  exchange(ANY_SECRET, raw, what);
  return raw;
}

/**
 * @param {Bytes} secret
 * @param {Bytes} publicKey
 * @param {string} what
 */
function exchange(secret, publicKey, what) {
  try {
    return join(x25519.getSharedSecret(secret, publicKey));
  } catch {
    throw new Malformed(`${what} is an X25519 key of small order`);
  }
}

/**
 * ExtractAndExpand of RFC 9180 section 4.1, kem_context = enc || pkR.
 * @param {Bytes} dh
 * @param {Bytes} enc
 * @param {Bytes} publicKey
 */
async function sharedSecret(dh, enc, publicKey) {
  const prk = await extract(KEM_SUITE, NOTHING, "eae_prk", dh);
  return expand(KEM_SUITE, prk, "shared_secret", join(enc, publicKey), 32);
}

/**
 * KeySchedule of RFC 9180 section 5.1 in base mode: the key and base nonce.
 * @param {Bytes} shared
 * @param {Bytes} info
 */
async function keyAndNonce(shared, info) {
  const pskId = await extract(SUITE, NOTHING, "psk_id_hash", NOTHING);
  const hashed = await extract(SUITE, NOTHING, "info_hash", info);
  const schedule = join(Uint8Array.of(0), pskId, hashed);
  const secret = await extract(SUITE, shared, "secret", NOTHING);
  const key = await expand(SUITE, secret, "key", schedule, KEY);
  return { key, nonce: await expand(SUITE, secret, "base_nonce", schedule, 12) };
}

/**
 * The encryption context of RFC 9180 base mode with the ephemeral key from `eph`.
 * @param {Bytes} publicKey
 * @param {Bytes} info
 * @param {Bytes} eph
 */
export async function setUp(publicKey, info, eph) {
  const ephemeral = await deriveKeyPair(eph);
  const enc = ephemeral.public;
  const dh = exchange(ephemeral.secret, publicKey, "the key that is sealed to");
  const shared = await sharedSecret(dh, enc, publicKey);
  return { enc, shared, ...(await keyAndNonce(shared, info)) };
}

/**
 * enc || ct of RFC 9180 base mode, single shot, no aad, the ephemeral key from `eph`.
 * @param {Bytes} publicKey
 * @param {Bytes} info
 * @param {Bytes} plain
 * @param {Bytes} eph
 */
export async function seal(publicKey, info, plain, eph) {
  const { enc, key, nonce } = await setUp(publicKey, info, eph);
  return join(enc, chacha20poly1305(key, nonce).encrypt(plain));
}

/**
 * What `seal` sealed to the owner of `secret`; Malformed when it does not open.
 * @param {{ secret: Bytes, public: Bytes }} owner
 * @param {Bytes} info
 * @param {Bytes} sealed
 */
export async function unseal(owner, info, sealed) {
  const [enc, ct] = cut(sealed, KEY);
  const dh = exchange(owner.secret, enc, "enc of a sealed layer");
  const { key, nonce } = await keyAndNonce(await sharedSecret(dh, enc, owner.public), info);
  try {
    return join(chacha20poly1305(key, nonce).decrypt(ct));
  } catch {
    throw new Malformed("a sealed layer does not open");
  }
}
