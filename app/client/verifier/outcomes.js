/** @typedef {"verified" | "refused" | "not proven" | "not performed"} Verdict */
/** @typedef {{ verdict: Verdict, detail: string }} Outcome what a check came to, and why */

/**
 * @param {string} detail
 * @returns {Outcome}
 */
export function verified(detail) {
  return { verdict: "verified", detail };
}

/**
 * @param {string} detail
 * @returns {Outcome}
 */
export function notPerformed(detail) {
  return { verdict: "not performed", detail };
}

/** @param {number[]} numbers */
export function sum(numbers) {
  return numbers.reduce((one, other) => one + other, 0);
}
