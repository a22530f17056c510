// @ts-check
/**
 * What a person has written and the server has not yet answered, in the order of writing. Pure: lists in, lists out.
 *
 * `waiting`: not sent, or sent into a connection that broke; goes out again under the same client id.
 * `sending`: on its way, at most one at a time so that nothing overtakes. `returned`: the server said no; the person decides.
 *
 * @import { WireError } from "./wire.js"
 * @typedef {{
 *   clientId: string, text: string, replyTo: string|null, insisted: boolean,
 *   stage: "waiting"|"sending"|"returned", refusal: WireError|null, notBefore: number
 * }} Unsent
 */

/** Codes after which the same thing can be asked again by itself, after a while. */
export const PASSING = new Set(["too_fast", "server_busy", "storage_unavailable", "internal", "too_many_attempts"]);
/** Codes after which the words are a draft again: how people sit, or the room itself, has changed meanwhile. */
export const HANDED_BACK = new Set([
  "not_your_turn",
  "mode_changed",
  "listening_only",
  "on_a_break",
  "room_closed",
  "room_paused",
  "room_ended",
]);
const SHORTEST_WAIT = 2000;

/** @param {WireError} refusal @returns {number} milliseconds */
export function waitAfter({ retry_after: seconds }) {
  return Math.max((seconds ?? 0) * 1000, SHORTEST_WAIT);
}

/**
 * @param {Unsent[]} unsent
 * @param {{clientId: string, text: string, replyTo: string|null}} written
 * @returns {Unsent[]}
 */
export function written(unsent, { clientId, text, replyTo }) {
  return [...unsent, { clientId, text, replyTo, insisted: false, stage: "waiting", refusal: null, notBefore: 0 }];
}

/**
 * The one that may go out now, or null while another is on its way or everything has to wait.
 * @param {Unsent[]} unsent
 * @param {number} now milliseconds
 */
export function next(unsent, now) {
  if (unsent.some((one) => one.stage === "sending")) return null;
  const first = unsent.find((one) => one.stage === "waiting");
  return first && first.notBefore <= now ? first : null;
}

/** @param {Unsent[]} unsent @param {string} clientId */
export function sending(unsent, clientId) {
  return altered(unsent, clientId, { stage: "sending", refusal: null });
}

/** Answered with yes, or taken back. @param {Unsent[]} unsent @param {string} clientId */
export function gone(unsent, clientId) {
  return unsent.filter((one) => one.clientId !== clientId);
}

/** The connection broke before an answer came. @param {Unsent[]} unsent @returns {Unsent[]} */
export function interrupted(unsent) {
  return unsent.map((one) => (one.stage === "sending" ? { ...one, stage: "waiting" } : one));
}

/**
 * @param {Unsent[]} unsent
 * @param {string} clientId
 * @param {WireError} refusal
 * @param {number} now milliseconds
 */
export function refused(unsent, clientId, refusal, now) {
  if (!PASSING.has(refusal.code)) return altered(unsent, clientId, { stage: "returned", refusal });
  return altered(unsent, clientId, { stage: "waiting", refusal, notBefore: now + waitAfter(refusal) });
}

/** The person has looked again and wants it sent as it is. @param {Unsent[]} unsent @param {string} clientId */
export function insisted(unsent, clientId) {
  return altered(unsent, clientId, { stage: "waiting", insisted: true, refusal: null, notBefore: 0 });
}

/** Once more as it is, for example because the room is open again. @param {Unsent[]} unsent @param {string} clientId */
export function triedAgain(unsent, clientId) {
  return altered(unsent, clientId, { stage: "waiting", refusal: null, notBefore: 0 });
}

/** @param {Unsent[]} unsent @param {string} clientId @param {Partial<Unsent>} fields @returns {Unsent[]} */
function altered(unsent, clientId, fields) {
  return unsent.map((one) => (one.clientId === clientId ? { ...one, ...fields } : one));
}
