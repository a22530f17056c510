// @ts-check
/**
 * The moderators' desk without a screen: the order of its cases, their clocks, what may be done now. Pure.
 * The server decides all of it again; this only shows the next right thing at once.
 *
 * @typedef {"report"|"hold"|"distress"|"appeal"|"complaint"} CaseKind
 * @typedef {{
 *   case: string, kind: CaseKind, room: string|null, room_name: string|null, waiting_since: string,
 *   claimed_by: string|null, is_mine: boolean, is_escalated: boolean, version: number, is_queued?: boolean,
 *   claimed_until?: string|null, source?: string, level?: string, reports?: number
 * }} Waiting one line of the desk, without anybody's words
 * @typedef {"claim"|"look"|"release"|"note"|"hand_on"|"escalate"|"decide"|"side_room"} Deed
 */

export const LOUDER_AFTER = 60;

/**
 * Most pressing first: distress that nobody has, what nobody has, then what somebody works on.
 * Within each what was escalated, then the oldest, so that every desk shows the same list. Last of all what somebody
 * sent who had sent much before.
 * @param {Waiting[]} cases
 */
export function inOrder(cases) {
  return [...cases].sort((a, b) => compare(rank(a), rank(b)));
}

/** @param {Waiting} one @returns {[number, number, number, number, string]} */
function rank({
  case: id,
  kind,
  claimed_by: by,
  is_escalated: isEscalated,
  waiting_since: since,
  is_queued: isQueued,
}) {
  const group = (by === null ? 0 : 2) + (kind === "distress" ? 0 : 1);
  return [isQueued ? 1 : 0, group, isEscalated ? 0 : 1, Date.parse(since), id];
}

/** @param {(number|string)[]} a @param {(number|string)[]} b */
function compare(a, b) {
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at === -1) return 0;
  return a[at] < b[at] ? -1 : 1;
}

/** @param {Waiting} one @param {number} now milliseconds @returns {number} whole seconds, never negative */
export function waitedFor({ waiting_since: since }, now) {
  return Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
}

/** Somebody in distress has waited for a minute and nobody has them. @param {Waiting} one @param {number} now */
export function isOverdue(one, now) {
  return one.kind === "distress" && one.claimed_by === null && waitedFor(one, now) >= LOUDER_AFTER;
}

/**
 * A span as a clock shows it: minutes and seconds, later hours and minutes, later days.
 * @param {number} seconds
 * @returns {{key: "minutes"|"hours"|"days", minutes: string, seconds: string, hours: number, days: number}}
 */
export function clockOf(seconds) {
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit));
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const parts = { seconds: two(seconds % 60), hours: days ? hours % 24 : hours, days };
  if (hours === 0) return { ...parts, key: "minutes", minutes: String(minutes) };
  return { ...parts, key: days ? "days" : "hours", minutes: two(minutes % 60) };
}

/** What to take next: the first that nobody has. @param {Waiting[]} cases @returns {Waiting|null} */
export function nextOf(cases) {
  return inOrder(cases).find((one) => one.claimed_by === null) ?? null;
}

/** How many wait for a human, in two words. @param {Waiting[]} cases */
export function waitingOf(cases) {
  const free = cases.filter((one) => one.claimed_by === null);
  const distress = free.filter((one) => one.kind === "distress").length;
  return { distress, others: free.length - distress };
}

/**
 * @param {Waiting} one
 * @returns {ReadonlySet<Deed>} from a case that somebody else has, nothing but looking on
 */
export function deedsOf(one) {
  if (one.claimed_by === null) return new Set(["claim"]);
  if (!one.is_mine) return new Set();
  /** @type {Deed[]} */
  const deeds = ["look", "note", "decide", "hand_on", "release"];
  if (!one.is_escalated) deeds.push("escalate");
  if (one.kind === "distress") deeds.push("side_room");
  return new Set(deeds);
}

/**
 * The neighbour of a case in the list; from nowhere, the first or the last.
 * @param {Waiting[]} cases in their order
 * @param {string|null} from
 * @param {1|-1} step
 * @returns {string|null}
 */
export function neighbour(cases, from, step) {
  if (cases.length === 0) return null;
  const at = cases.findIndex((one) => one.case === from);
  if (at === -1) return cases[step === 1 ? 0 : cases.length - 1].case;
  return cases[Math.min(cases.length - 1, Math.max(0, at + step))].case;
}

/**
 * What deserves a sound, for those who want one: a case that was not there, or that has just become overdue.
 * @param {ReadonlyMap<string, boolean>} known case to "was overdue"
 * @param {Waiting[]} cases
 * @param {number} now
 */
export function isLouder(known, cases, now) {
  return cases.some(
    (one) => one.claimed_by === null && (!known.has(one.case) || (isOverdue(one, now) && !known.get(one.case))),
  );
}

/** @param {Waiting[]} cases @param {number} now @returns {Map<string, boolean>} what `isLouder` compares with */
export function heardOf(cases, now) {
  return new Map(cases.map((one) => [one.case, isOverdue(one, now)]));
}

/** @type {Record<string, Deed|"next"|"up"|"down"|"open"|"keys"|"back">} */
const KEYS = {
  j: "down",
  ArrowDown: "down",
  k: "up",
  ArrowUp: "up",
  Enter: "open",
  t: "next",
  c: "claim",
  w: "look",
  n: "note",
  d: "decide",
  h: "hand_on",
  r: "release",
  e: "escalate",
  s: "side_room",
  Escape: "back",
};

/**
 * @param {{key: string, isWriting: boolean, hasModifier: boolean}} pressed
 * @returns {string|null} nothing while somebody writes, but Escape always leads back
 */
export function meant({ key, isWriting, hasModifier }) {
  if (hasModifier || (isWriting && key !== "Escape")) return null;
  return KEYS[key] ?? null;
}
