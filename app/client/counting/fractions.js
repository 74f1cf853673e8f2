/** @typedef {{ above: bigint, below: bigint }} Fraction in lowest terms, below > 0 */

const MOST_DIGITS = 12;

/**
 * Reads "2/3" or "1"; nothing where the text is no such number.
 * @param {string} text
 * @returns {Fraction | undefined}
 */
export function readFraction(text) {
  const [above, below = "1", ...more] = text.split("/");
  if (more.length || !isNumber(above) || !isNumber(below) || BigInt(below) === 0n) return undefined;
  return lowest(BigInt(above), BigInt(below));
}

/** @param {Fraction} fraction */
export function writeFraction({ above, below }) {
  return below === 1n ? String(above) : `${above}/${below}`;
}

/**
 * Negative, zero or positive, as sorting wants it.
 * @param {Fraction} one
 * @param {Fraction} other
 */
export function compareFractions(one, other) {
  return Number(one.above * other.below - other.above * one.below);
}

/**
 * The quotient rounded down, below zero too.
 * @param {bigint} above
 * @param {bigint} below more than zero
 */
export function floor(above, below) {
  return above / below - (above % below < 0n ? 1n : 0n);
}

/** @param {string} text */
export function isNumber(text) {
  return /^\d+$/.test(text) && text.length <= MOST_DIGITS;
}

/**
 * @param {bigint} above
 * @param {bigint} below
 * @returns {Fraction}
 */
function lowest(above, below) {
  let [one, other] = [above, below];
  while (other) [one, other] = [other, one % other];
  return { above: above / one, below: below / one };
}
