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
 *   removed_by: "author"|"staff"|null, masks: [number, number][], is_veiled: boolean,
 *   reactions: Partial<Record<ReactionKind, string[]>>, client_tag?: string
 * }} Message
 * @typedef {{type: string, room: string, seq: number, at: string, [field: string]: any}} RoomEvent
 * @typedef {{
 *   room: Room, you: You, people: Person[], present: string[], head: number,
 *   events?: RoomEvent[], has_more?: boolean
 * }} Followed
 * @typedef {{code: string, retry_after: number|null, details: Record<string, any>}} WireError
 */

export {};
