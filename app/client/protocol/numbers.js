/** @import { Bytes } from "./bytes.js" */
import { toHex } from "./bytes.js";

/** @param {Uint8Array} raw big-endian */
export function toNumber(raw) {
  return raw.length ? BigInt(`0x${toHex(raw)}`) : 0n;
}

/**
 * Big-endian, `length` bytes.
 * @param {bigint} number
 * @param {number} length
 * @returns {Bytes}
 */
export function toBytes(number, length) {
  const hex = number.toString(16).padStart(2 * length, "0");
  return Uint8Array.from({ length }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

/**
 * @param {bigint} base
 * @param {bigint} exponent
 * @param {bigint} modulus
 */
export function power(base, exponent, modulus) {
  let result = 1n;
  for (let square = base % modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/**
 * The greatest common divisor of a number and a modulus, and the number's inverse where it is 1.
 * @param {bigint} number
 * @param {bigint} modulus
 */
export function euclid(number, modulus) {
  let [divisor, next] = [modulus, number % modulus];
  let [inverse, after] = [0n, 1n];
  while (next) {
    const times = divisor / next;
    [divisor, next] = [next, divisor - times * next];
    [inverse, after] = [after, inverse - times * after];
  }
  return { divisor, inverse: inverse < 0n ? inverse + modulus : inverse };
}

/**
 * Every prime below `end`.
 * @param {number} end
 */
export function primesBelow(end) {
  const composite = new Uint8Array(end);
  const primes = [];
  for (let number = 2; number < end; number++) {
    if (composite[number]) continue;
    primes.push(number);
    for (let multiple = number * number; multiple < end; multiple += number) {
      composite[multiple] = 1;
    }
  }
  return primes;
}
