/** @import { Bytes } from "./bytes.js" */
import { fromBase64url } from "./encoding.js";
import { Malformed, same, utf8 } from "./bytes.js";

const LARGEST = 2 ** 53; // beyond it JSON numbers are no longer exact (RFC 8785, 3.2.2.3)
const DEEPEST = 64; // so that no reader's stack decides what is accepted

/**
 * RFC 8785 for null, booleans, integers within 2^53, strings, arrays and objects.
 * @param {unknown} value
 */
export function canonical(value) {
  return utf8(written(value));
}

/**
 * @param {unknown} value
 * @param {number} depth
 * @returns {string}
 */
function written(value, depth = 0) {
  if (depth > DEEPEST) throw new Malformed("a value lies too deep");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return writtenNumber(value);
  if (typeof value === "string") return writtenText(value);
  if (Array.isArray(value)) return `[${value.map((each) => written(each, depth + 1)).join(",")}]`;
  if (typeof value !== "object") throw new Malformed(`${typeof value} has no canonical JSON here`);
  const members = /** @type {Record<string, unknown>} */ (value);
  // Without a comparison, sort() goes by UTF-16 code units, as section 3.2.3 wants it.
  const names = Object.keys(members).sort();
  const each = (/** @type {string} */ name) =>
    `${writtenText(name)}:${written(members[name], depth + 1)}`;
  return `{${names.map(each).join(",")}}`;
}

/** @param {number} number */
function writtenNumber(number) {
  if (!Number.isInteger(number)) throw new Malformed(`the number ${number} is not an integer`);
  if (Math.abs(number) > LARGEST) throw new Malformed("a number is beyond 2^53");
  return String(number);
}

/** @param {string} text */
function writtenText(text) {
  if (/\p{Surrogate}/u.test(text)) throw new Malformed("a text has half a surrogate pair");
  return JSON.stringify(text);
}

/**
 * JSON in UTF-8.
 * @param {Bytes} raw
 * @param {string} what
 * @returns {unknown}
 */
export function parseJson(raw, what) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw));
  } catch {
    throw new Malformed(`${what} is not JSON`);
  }
}

/**
 * The value of bytes x for which JCS(parse(x)) is x; everything else is Malformed.
 * @param {Bytes} raw
 * @param {string} what
 */
export function parseCanonical(raw, what) {
  const value = parseJson(raw, what);
  if (!isCanonical(value, raw)) throw new Malformed(`${what} is not canonical JSON (RFC 8785)`);
  return value;
}

/**
 * @param {unknown} value
 * @param {Bytes} raw
 */
function isCanonical(value, raw) {
  try {
    return same(canonical(value), raw);
  } catch {
    return false; // a fraction, half a surrogate pair, or nested deeper than can be written
  }
}

/** One JSON object read strictly: exactly the names expected, each of its type and range. */
export class Fields {
  /**
   * @param {unknown} value
   * @param {string} place what refusals call the object: "the manifest, groups[2]"
   * @param {...string} names
   */
  constructor(value, place, ...names) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new Malformed(`${place} is not an object`);
    }
    const lacking = names.find((name) => !Object.hasOwn(value, name));
    if (lacking) throw new Malformed(`${place} lacks ${lacking}`);
    const foreign = Object.keys(value).find((name) => !names.includes(name));
    if (foreign) throw new Malformed(`${place} has '${foreign}', which does not belong there`);
    this.place = place;
    this.members = /** @type {Record<string, unknown>} */ (value);
  }

  /** @param {string} name */
  text(name) {
    const value = this.members[name];
    if (typeof value !== "string" || !value) throw this.#not(name, "a text that is not empty");
    return value;
  }

  /** @param {string} name */
  words(name) {
    const value = this.members[name];
    if (typeof value !== "string") throw this.#not(name, "a text");
    return value;
  }

  /** @param {string} name */
  flag(name) {
    const value = this.members[name];
    if (typeof value !== "boolean") throw this.#not(name, "true or false");
    return value;
  }

  /**
   * @param {string} name
   * @param {number} low
   * @param {number} high
   */
  number(name, low, high) {
    const value = this.members[name];
    const isRight = typeof value === "number" && Number.isInteger(value);
    if (!isRight || value < low || value > high) {
      throw this.#not(name, `an integer from ${low} to ${high}`);
    }
    return value;
  }

  /**
   * Base64url of exactly `length` bytes.
   * @param {string} name
   * @param {number} length
   */
  binary(name, length) {
    const value = this.members[name];
    if (typeof value !== "string") throw this.#not(name, "base64url");
    const raw = fromBase64url(value, `${name} of ${this.place}`);
    if (raw.length !== length) {
      throw new Malformed(`${name} of ${this.place} has ${raw.length} bytes, not ${length}`);
    }
    return raw;
  }

  /**
   * Strings, none empty, none twice.
   * @param {string} name
   */
  texts(name) {
    const values = this.items(name);
    const texts = values.filter((value) => typeof value === "string" && value !== "");
    if (texts.length !== values.length) {
      throw this.#not(name, "an array of texts that are not empty");
    }
    if (new Set(texts).size !== texts.length) {
      throw new Malformed(`${name} of ${this.place} names one twice`);
    }
    return /** @type {string[]} */ (texts);
  }

  /** @param {string} name */
  items(name) {
    const value = this.members[name];
    if (!Array.isArray(value)) throw this.#not(name, "an array");
    return /** @type {unknown[]} */ (value);
  }

  /**
   * An array whose objects `read` turns into what they are, given value and place.
   * @template T
   * @param {string} name
   * @param {(value: unknown, place: string) => T} read
   */
  each(name, read) {
    return this.items(name).map((value, at) => read(value, `${this.place}, ${name}[${at}]`));
  }

  /**
   * @param {string} name
   * @param {string} rule
   */
  #not(name, rule) {
    return new Malformed(`${name} of ${this.place} must be ${rule}`);
  }
}
