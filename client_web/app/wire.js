// @ts-check
/**
 * The shapes that cross the socket, as docs/protocol.md has them. Types only: nothing of this file runs.
 *
 * @typedef {"participant"|"facilitator"|"moderator"|"professional"} PersonRole
 * @typedef {"heart"|"with_you"|"thank_you"|"strength"|"same_here"} ReactionKind
 * @typedef {{participation: string, display_name: string, role: PersonRole}} Person
 * @typedef {{participation: string, display_name: string, role: PersonRole, joined_seq: number, joined_at: string}} You
 * @typedef {{id: string, name: string, purpose: string, language: string, state: string, capacity: number}} Room
 * @typedef {{
 *   id: string, author: Person, text: string|null, reply_to: string|null, is_removed: boolean,
 *   removed_by: "author"|"staff"|"reports"|null, masks: [number, number][], is_veiled: boolean, note?: string|null,
 *   reactions: Partial<Record<ReactionKind, string[]>>, client_tag?: string
 * }} Message
 * @typedef {"closed"|"lobby"|"open"|"paused"|"closing"|"ended"} LifeState
 * @typedef {{
 *   state: LifeState, version: number, reason: string|null, since: string|null, sitting: number, opens_at: string|null, ends_at: string|null,
 *   next_opens_at: string|null, open_for: number, open_since: string|null, on_duty: string[]
 * }} Life
 * @typedef {"sofa"|"round_table"|"classroom"} Seating
 * @typedef {{title: string, minutes: number}} Segment
 * @typedef {{name: string, segments: Segment[], current: number, segment_since?: number, segment_until: number|null, is_late?: boolean}} Script
 * @typedef {{
 *   version: number, mode: Seating, slow_seconds: number, reason: string, order: string[],
 *   holder: string|null, offered_to: string|null, accept_by: number|null, turn_since: number|null, turn_until: number|null,
 *   spoke: string[], passed: string[], skipped: string[], heard: string[], not_yet_heard: string[], round_passed: string[],
 *   checked_out: string[], hands: string[], on_break: string[], listeners: string[], speakers: string[],
 *   round: {kind: "opening"|"closing", question: string}|null, script: Script|null, extra_minutes: Record<string, number>
 * }} Floor its moments are seconds on the room's own clock, which stands still in a pause
 * @typedef {{
 *   id: string, text: string|null, asker: Person|null, masks: [number, number][], is_veiled: boolean, supporters: string[],
 *   is_answered: boolean
 * }} Question
 * @typedef {{
 *   professional: string, participation?: string|null, display_name: string, profession: string, organisation: string
 * }} Professional
 * @typedef {{type: string, room: string, seq: number, at: string, [field: string]: any}} RoomEvent
 * @typedef {{
 *   room: Room, you: You, people: Person[], present: string[], head: number, life?: Life, floor?: Floor,
 *   professionals?: Professional[], muted?: string[], waiting?: string[], events?: RoomEvent[], has_more?: boolean
 * }} Followed
 * @typedef {{code: string, retry_after: number|null, details: Record<string, any>}} WireError
 */

export {};
