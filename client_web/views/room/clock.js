// @ts-check
/**
 * The clocks that people see. They move in quiet steps, and say nothing once the time is over: nobody is cut off by one.
 *
 * @import { RoomState } from "../../app/room-state.js"
 */
import { roomClock } from "../../app/standing.js";
import { talking } from "../../app/talking.js";

const STEP = 10;
const MINUTE = 60;

/** How long the turn may still take, in steps of ten seconds, or nothing. @param {RoomState} state */
export function clockOf(state) {
  const until = state.floor?.mode === "round_table" && state.floor.holder ? state.floor.turn_until : null;
  const left = leftUntil(state, until);
  if (left === null || left <= 0) return "";
  const steps = Math.ceil(left / STEP) * STEP;
  return `${Math.floor(steps / MINUTE)}:${String(steps % MINUTE).padStart(2, "0")}`;
}

/** Whole minutes until a moment of the room's clock, below nought once it is past. @param {RoomState} state @param {number|null|undefined} until */
export function minutesUntil(state, until) {
  const left = leftUntil(state, until);
  return left === null ? null : Math.ceil(left / MINUTE);
}

/** Seconds. @param {RoomState} state @param {number|null|undefined} until */
export function leftUntil({ life }, until) {
  if (until === null || until === undefined || !life) return null;
  return until - roomClock(life, Date.now() + talking.connection.ahead);
}
