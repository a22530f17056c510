// @ts-check
/** When to come back, and whether to: what each close code of `sohva.v1` asks of a client. Pure. */

const BASE = 500;
const LONGEST = 20_000;

/**
 * Full jitter: anywhere between nothing and a ceiling that doubles with each attempt.
 * @param {number} attempt 0 for the first
 * @param {number} chance 0 ≤ chance < 1
 * @returns {number} milliseconds
 */
export function delay(attempt, chance) {
  return Math.round(chance * Math.min(LONGEST, BASE * 2 ** Math.min(attempt, 10)));
}

/**
 * @param {number} code
 * @returns {boolean} true where coming back would only be sent away again
 */
export function isFinal(code) {
  return code >= 4500 && code <= 4999;
}

/**
 * The delay the server chose for this client alone (`retry=MILLISECONDS`), or null.
 * @param {number} code
 * @param {string} reason
 */
export function ownDelay(code, reason) {
  const match = code === 1012 ? /(?:^|;)retry=(\d{1,6})(?:;|$)/.exec(reason) : null;
  return match ? Number(match[1]) : null;
}
