// @ts-check
/**
 * What one room looks like to one person: state and event give the next state. Pure, ordered by seq, sees gaps.
 *
 * @import { Floor, Followed, Life, Message, Person, Professional, Question, ReactionKind, Room, RoomEvent, You } from "./wire.js"
 * @import { Entry } from "./log-entries.js"
 * @typedef {{
 *   room: Room|null, you: You|null, people: Person[], present: ReadonlySet<string>, life: Life|null, floor: Floor|null,
 *   professionals: Professional[], muted: ReadonlySet<string>, waiting: string[], entries: Entry[], head: number, oldest: number, hasMore: boolean, hasGap: boolean
 * }} RoomState
 */
import { entriesOf, entryOf } from "./log-entries.js";

/** @type {RoomState} */
export const EMPTY = Object.freeze({
  room: null,
  you: null,
  people: [],
  present: new Set(),
  life: null,
  floor: null,
  professionals: [],
  muted: new Set(),
  waiting: [],
  entries: [],
  head: 0,
  oldest: 0,
  hasMore: false,
  hasGap: false,
});

/**
 * The room as it is now, with the newest page of its log. Whatever stood there before is forgotten.
 * @param {Followed} reply
 * @returns {RoomState}
 */
export function followed(reply) {
  const events = reply.events ?? [];
  return {
    ...snapshot(EMPTY, reply),
    entries: entriesOf(events, reply.people),
    head: reply.head,
    oldest: events.length > 0 ? events[0].seq : reply.head + 1,
    hasMore: reply.has_more ?? false,
  };
}

/**
 * The room as it is now; what happened meanwhile follows as events after the seq we asked from.
 * @param {RoomState} state
 * @param {Followed} reply
 * @returns {RoomState}
 */
export function resumed(state, reply) {
  return { ...snapshot(state, reply), hasGap: false };
}

/**
 * An older page in front of what is known. Its messages come as they are now, so the changes in it are history.
 * @param {RoomState} state
 * @param {{events: RoomEvent[], has_more: boolean}} page
 * @returns {RoomState}
 */
export function pagedBack(state, page) {
  const older = page.events.filter((event) => event.seq < state.oldest);
  return {
    ...state,
    entries: [...entriesOf(older, state.people), ...state.entries],
    oldest: older.length > 0 ? older[0].seq : state.oldest,
    hasMore: page.has_more,
  };
}

/**
 * One event more. Known ones change nothing; one that comes too early only marks the gap.
 * @param {RoomState} state
 * @param {RoomEvent} event
 * @returns {RoomState}
 */
export function happened(state, event) {
  if (event.seq <= state.head) return state;
  if (event.seq > state.head + 1) return { ...state, hasGap: true };
  const changed = change(state, event);
  const entry = entryOf(event, state.people);
  return {
    ...changed,
    entries: entry ? [...changed.entries, entry] : changed.entries,
    head: event.seq,
    hasGap: false,
  };
}

/**
 * @param {RoomState} state
 * @param {{participation: string, is_present: boolean}} event
 * @returns {RoomState}
 */
export function presenceChanged(state, event) {
  if (state.present.has(event.participation) === event.is_present) return state;
  const present = new Set(state.present);
  if (event.is_present) present.add(event.participation);
  else present.delete(event.participation);
  return { ...state, present };
}

/**
 * Something of this person's waits beside the room.
 * @param {RoomState} state
 * @param {string} what
 * @returns {RoomState}
 */
export function awaits(state, what) {
  return { ...state, waiting: [...state.waiting, what] };
}

/**
 * Somebody's messages are not shown to this person, or are again. Nobody else learns of it.
 * @param {RoomState} state
 * @param {string} participation
 * @param {boolean} isOn
 * @returns {RoomState}
 */
export function mutedBy(state, participation, isOn) {
  const muted = new Set(state.muted);
  if (isOn) muted.add(participation);
  else muted.delete(participation);
  const entries = state.entries.map((entry) =>
    entry.kind === "message" && entry.message.author.participation === participation ? { ...entry } : entry,
  );
  return { ...state, muted, entries };
}

/**
 * @param {RoomState} state
 * @param {string} id
 * @returns {Message|null}
 */
export function messageOf(state, id) {
  const entry = state.entries.find((one) => one.kind === "message" && one.message.id === id);
  return entry?.kind === "message" ? entry.message : null;
}

/** @param {RoomState} state @param {Followed} reply @returns {RoomState} */
function snapshot(state, reply) {
  return {
    ...state,
    room: reply.room,
    you: reply.you,
    people: reply.people,
    present: new Set(reply.present),
    life: reply.life ?? null,
    floor: reply.floor ?? null,
    professionals: reply.professionals ?? [],
    muted: new Set(reply.muted ?? []),
    waiting: reply.waiting ?? [],
  };
}

/** @type {Record<string, (state: RoomState, event: RoomEvent) => RoomState>} */
const CHANGES = {
  "message.removed": (state, event) =>
    withMessage(state, event.message, (message) => ({
      ...message,
      text: null,
      masks: [],
      reactions: {},
      is_removed: true,
      removed_by: event.removed_by,
    })),
  "message.restored": (state, event) => withMessage(state, event.message.id, () => event.message),
  "message.noted": (state, event) =>
    withMessage(state, event.message, (message) => ({ ...message, is_veiled: event.is_veiled, note: event.note })),
  "reaction.changed": (state, event) =>
    withMessage(state, event.message, (message) => ({
      ...message,
      reactions: reacted(message.reactions, event.kind, event.participation, event.is_on),
    })),
  "participation.joined": (state, event) => withPerson(state, event.person),
  "participation.changed": (state, event) => withPerson(state, event.person),
  "participation.left": (state, event) => ({
    ...state,
    people: state.people.filter((person) => person.participation !== event.participation),
    present: without(state.present, event.participation),
  }),
  "room.changed": (state, event) => withRoom(state, event.card),
  "room.state_changed": (state, event) => ({
    ...withRoom(state, { state: event.state }),
    life: event.life ? { on_duty: [], ...state.life, ...event.life } : state.life,
  }),
  "floor.changed": (state, event) => ({ ...state, floor: event.floor ?? state.floor }),
  "question.changed": (state, { question, supporters, is_answered }) =>
    withQuestion(state, question, { supporters, is_answered }),
  "question.removed": (state, { question }) => withQuestion(state, question, { text: null, masks: [], asker: null }),
  "duty.began": (state, { participation: one }) =>
    onDuty(state, (all) => [...all.filter((other) => other !== one), one]),
  "duty.ended": (state, { participation: one }) => onDuty(state, (all) => all.filter((other) => other !== one)),
  "meeting.professional_announced": (state, { professional: one }) => ({
    ...state,
    professionals: one.is_withdrawn ? state.professionals : [...withoutGuest(state, one.professional), one],
  }),
  "meeting.professional_withdrawn": (state, event) => ({
    ...state,
    professionals: withoutGuest(state, event.professional),
  }),
};

/** @param {RoomState} state @param {RoomEvent} event */
function change(state, event) {
  return CHANGES[event.type]?.(state, event) ?? state;
}

/** @param {RoomState} state @param {string} id @param {(message: Message) => Message} alter @returns {RoomState} */
function withMessage(state, id, alter) {
  return {
    ...state,
    entries: state.entries.map((entry) =>
      entry.kind === "message" && entry.message.id === id ? { ...entry, message: alter(entry.message) } : entry,
    ),
  };
}

/** @param {RoomState} state @param {string} id @param {Partial<Question>} fields @returns {RoomState} */
function withQuestion(state, id, fields) {
  return {
    ...state,
    entries: state.entries.map((entry) =>
      entry.kind === "question" && entry.question.id === id
        ? { ...entry, question: { ...entry.question, ...fields } }
        : entry,
    ),
  };
}

/** @param {RoomState} state @param {(all: string[]) => string[]} alter @returns {RoomState} */
function onDuty(state, alter) {
  return { ...state, life: state.life && { ...state.life, on_duty: alter(state.life.on_duty ?? []) } };
}

/** @param {RoomState} state @param {string} id */
function withoutGuest({ professionals }, id) {
  return professionals.filter((one) => one.professional !== id);
}

/** @param {RoomState} state @param {Person} person @returns {RoomState} */
function withPerson(state, person) {
  const isKnown = state.people.some((one) => one.participation === person.participation);
  const people = isKnown
    ? state.people.map((one) => (one.participation === person.participation ? person : one))
    : [...state.people, person];
  const isYou = state.you?.participation === person.participation;
  return { ...state, people, you: isYou && state.you ? { ...state.you, ...person } : state.you };
}

/** @param {RoomState} state @param {Partial<Room>} fields @returns {RoomState} */
function withRoom(state, fields) {
  return { ...state, room: state.room && { ...state.room, ...fields } };
}

/**
 * @param {Partial<Record<ReactionKind, string[]>>} reactions
 * @param {ReactionKind} kind
 * @param {string} participation
 * @param {boolean} isOn
 */
function reacted(reactions, kind, participation, isOn) {
  const others = (reactions[kind] ?? []).filter((one) => one !== participation);
  return { ...reactions, [kind]: isOn ? [...others, participation] : others };
}

/** @param {ReadonlySet<string>} set @param {string} item */
function without(set, item) {
  const left = new Set(set);
  left.delete(item);
  return left;
}
