// @ts-check
/**
 * What one person may do in a room right now, and the sentence that says why. Pure.
 *
 * @import { Floor } from "./wire.js"
 * @import { RoomState } from "./room-state.js"
 * @typedef {"accept"|"pass"|"pass_on"|"raise"|"lower"|"rest"|"return"|"check_out"} Act
 * @typedef {{key: string, words: Record<string, string|number>, canWrite: boolean, asks: boolean, acts: Act[]}} Standing
 * `key` is of the family `composer`; `asks`: what is written becomes a question; `acts`: the main one first
 */

/** @param {string|undefined} role */
export const guides = (role) => role === "facilitator" || role === "moderator";

/** Somebody who guides the room and is on duty in it. @param {RoomState} state */
export function isOnDuty({ you, life }) {
  return you !== null && guides(you.role) && (life?.on_duty.includes(you.participation) ?? false);
}

/** @param {RoomState} state @param {string|null|undefined} participation */
export function nameOf({ people }, participation) {
  return people.find((one) => one.participation === participation)?.display_name ?? "";
}

/** Whether a sitting goes on, with its seating, its turns and its rounds. @param {RoomState} state */
export function isSitting({ life, room }) {
  const now = life?.state ?? room?.state ?? "closed";
  return now === "open" || now === "closing" || now === "paused";
}

/** When a room opens, as far as that is still to come. @param {RoomState["life"]} life @param {number} now milliseconds */
export function opening(life, now) {
  const times = [life?.opens_at, life?.next_opens_at];
  return times.find((time) => time && Date.parse(time) > now) ?? null;
}

const DAY = 24 * 60 * 60 * 1000;

/** When an open room is meant to end, where its hours are today's; nothing where they are another day's or over. @param {{ends_at: string|null}} life @param {number} [now] milliseconds */
export function endsSoon({ ends_at: ends }, now = Date.now()) {
  const left = ends ? Date.parse(ends) - now : 0;
  return left > 0 && left < DAY ? /** @type {string} */ (ends) : "";
}

/** @param {RoomState} state @param {number} [now] milliseconds @returns {Standing} */
export function standingOf(state, now = Date.now()) {
  const { life, floor, room } = state;
  if (!life) return standing(room?.state === "open" ? "open" : "closed", { canWrite: room?.state === "open" });
  if (life.state === "closed" || life.state === "ended") return over(state, now);
  if (!isOnDuty(state) && life.state !== "open" && life.state !== "closing") return waiting(state, now);
  return floor ? onTheFloor(state, floor) : standing("open", { canWrite: true });
}

/** @param {string} key @param {Partial<Standing>} [more] @returns {Standing} */
function standing(key, more = {}) {
  return { key, words: {}, canWrite: false, asks: false, acts: [], ...more };
}

/** @param {RoomState} state @param {number} now */
function over({ life }, now) {
  const isAbsence = life?.reason === "moderator_absent";
  const name = life?.state === "ended" ? (isAbsence ? "over_absent" : "over") : "closed";
  const time = opening(life, now);
  return standing(time ? `${name}_until` : name, { words: time ? { time } : {} });
}

/** @param {RoomState} state @param {number} now */
function waiting(state, now) {
  const { life } = state;
  if (life?.state === "lobby") {
    const time = opening(life, now);
    return standing(time ? "lobby_until" : "lobby", { words: time ? { time } : {} });
  }
  const name = nameOf(state, life?.on_duty[0]);
  return standing(name ? "paused" : "paused_nobody", { words: { name } });
}

/** @param {RoomState} state @param {Floor} floor @returns {Standing} */
function onTheFloor(state, floor) {
  const me = state.you?.participation ?? "";
  if (floor.on_break.includes(me)) return standing("on_break", { acts: ["return"] });
  const acts = alwaysOffered(floor, me);
  if (floor.listeners.includes(me)) return standing("listening", { acts: acts.filter((act) => act !== "raise") });
  if (floor.mode === "round_table") return atTheTable(state, floor, acts);
  if (floor.mode === "classroom") return inTheClass(state, floor, acts);
  const seconds = floor.slow_seconds;
  if (seconds && !isOnDuty(state)) return standing("slow", { words: { count: seconds }, canWrite: true, acts });
  return standing("open", { canWrite: true, acts });
}

/** @param {Floor} floor @param {string} me @returns {Act[]} */
function alwaysOffered(floor, me) {
  const isAsked = floor.mode !== "round_table" && floor.not_yet_heard.includes(me) && !floor.round_passed.includes(me);
  const isLeaving = floor.round?.kind === "closing" && !floor.checked_out.includes(me);
  /** @type {(Act|false)[]} */
  const acts = [isLeaving && "check_out", isAsked && "pass", floor.hands.includes(me) ? "lower" : "raise", "rest"];
  return acts.filter((act) => act !== false);
}

/** Those to whom the turn is still to come, in order; where everybody has had it, it begins anew unless in a round. @param {Floor} floor @returns {string[]} */
export function lineOf({ order, holder, offered_to: offered, on_break: resting, spoke, passed, skipped, round }) {
  const others = order.filter((one) => one !== (holder ?? offered) && !resting.includes(one));
  const waiting = others.filter((one) => !spoke.includes(one) && !passed.includes(one));
  const line = [...waiting.filter((one) => !skipped.includes(one)), ...waiting.filter((one) => skipped.includes(one))];
  return line.length > 0 || round ? line : others;
}

/** @param {RoomState} state @param {Floor} floor @param {Act[]} acts @returns {Standing} */
function atTheTable(state, floor, acts) {
  const me = state.you?.participation ?? "";
  const rest = acts.filter((act) => act !== "raise" && act !== "lower");
  const turn = floor.holder ?? floor.offered_to;
  const words = { name: nameOf(state, turn) };
  if (floor.holder === me) return standing("your_turn", { canWrite: true, acts: ["pass_on", ...rest] });
  if (turn === me) return standing("turn_offered", { canWrite: isOnDuty(state), acts: ["accept", "pass", ...rest] });
  if (isOnDuty(state)) return standing("on_duty", { words, canWrite: true, acts });
  if (!floor.order.includes(me)) return standing("beside", { words, acts });
  if (turn === null) return standing("table_rests", { acts: ["accept", ...rest] });
  const line = lineOf(floor);
  const place = line.indexOf(me);
  const isOver = floor.round ? "had_turn_once" : "had_turn";
  if (place === -1) return standing(floor.passed.includes(me) ? "passed" : isOver, { words, acts });
  return standing("after", { words: { name: place === 0 ? words.name : nameOf(state, line[place - 1]) }, acts });
}

/** @param {RoomState} state @param {Floor} floor @param {Act[]} acts @returns {Standing} */
function inTheClass(state, floor, acts) {
  const me = state.you?.participation ?? "";
  if (floor.speakers.includes(me) || isOnDuty(state)) return standing("speaker", { canWrite: true, acts });
  return standing("question", { canWrite: true, asks: true, acts });
}

/**
 * Seconds on the room's own clock, which stands still while nobody may write.
 * @param {RoomState["life"]} life
 * @param {number} now milliseconds, by the server's clock
 */
export function roomClock(life, now) {
  if (!life) return 0;
  return life.open_for + (life.open_since ? Math.max(0, now - Date.parse(life.open_since)) / 1000 : 0);
}
