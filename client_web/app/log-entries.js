// @ts-check
/**
 * Which events stand in the log as something to read, and as what. Pure.
 *
 * @import { Message, Person, Question, RoomEvent } from "./wire.js"
 * @typedef {{seq: number, at: string, kind: "message", message: Message}} MessageEntry
 * @typedef {{seq: number, at: string, kind: "question", question: Question}} QuestionEntry
 * @typedef {{seq: number, at: string, kind: "notice", notice: string, name: string, words?: Record<string, string>}} NoticeEntry
 * @typedef {MessageEntry | QuestionEntry | NoticeEntry} Entry
 */

/**
 * @param {RoomEvent[]} events
 * @param {Person[]} people
 * @returns {Entry[]}
 */
export function entriesOf(events, people) {
  return events.map((event) => entryOf(event, people)).filter((entry) => entry !== null);
}

/**
 * @param {RoomEvent} event
 * @param {Person[]} people
 * @returns {Entry|null}
 */
export function entryOf(event, people) {
  const { seq, at, type } = event;
  if (type === "message.posted") return { seq, at, kind: "message", message: event.message };
  if (type === "question.shown") return { seq, at, kind: "question", question: event.question };
  if (type === "room.locked")
    return { seq, at, kind: "notice", notice: event.is_on ? type : "room.unlocked", name: "" };
  if (type === "room.state_changed") return { seq, at, kind: "notice", ...lifeNotice(event) };
  if (type === "floor.changed") return floorEntry(event, people);
  if (!NOTICES.has(type)) return null;
  const known = people.find((one) => one.participation === event.participation);
  const who = event.person ?? event.professional ?? known;
  return { seq, at, kind: "notice", notice: type, name: who?.display_name ?? "" };
}

const NOTICES = new Set([
  "participation.joined",
  "participation.left",
  "room.changed",
  "agreement.changed",
  "duty.began",
  "duty.ended",
  "meeting.professional_announced",
  "meeting.professional_withdrawn",
]);

/** A pause because somebody dropped out is told otherwise than one that was meant. @param {RoomEvent} event */
function lifeNotice({ state, reason }) {
  const isAbsence = reason === "moderator_absent" && (state === "paused" || state === "ended");
  return { notice: `room.${state}${isAbsence ? ".absent" : ""}`, name: "" };
}

/** What somebody did to the floor that others should read. Turns that go round by themselves are told by the map. */
const FLOOR_NOTICES = new Set([
  "seating_changed",
  "turn_forced_on",
  "turn_skipped",
  "order_changed",
  "round_began",
  "round_ended",
  "segment_began",
]);

/** @param {RoomEvent} event @param {Person[]} people @returns {Entry|null} */
function floorEntry({ seq, at, what, by, whom, reason, floor }, people) {
  const isOld = what === "round_began" && !floor?.round; // its question is no longer told
  if (!by || !FLOOR_NOTICES.has(what) || isOld) return null;
  const mode = what === "seating_changed" && floor ? `.${floor.mode}` : "";
  const words = {
    who: nameOf(people, whom),
    reason: reason ?? "",
    question: floor?.round?.question ?? "",
    segment: floor?.script?.segments[floor.script.current]?.title ?? "",
  };
  return { seq, at, kind: "notice", notice: `floor.${what}${mode}`, name: nameOf(people, by), words };
}

/** @param {Person[]} people @param {string|null|undefined} participation */
function nameOf(people, participation) {
  return people.find((one) => one.participation === participation)?.display_name ?? "";
}
