// @ts-check
import assert from "node:assert/strict";
import {
  EMPTY,
  followed,
  happened,
  messageOf,
  pagedBack,
  presenceChanged,
  resumed,
} from "../../client_web/app/room-state.js";

const MERI = /** @type {const} */ ({ participation: "p1", display_name: "Meri", role: "participant" });
const AINO = /** @type {const} */ ({ participation: "p2", display_name: "Aino", role: "facilitator" });
const ROOM = { id: "r", name: "Tuesday circle", purpose: "", language: "en", state: "open", capacity: 8 };

/** @param {number} seq @param {string} [text] */
function posted(seq, text = `words ${seq}`) {
  const message = {
    id: `m${seq}`,
    author: MERI,
    text,
    reply_to: null,
    is_removed: false,
    removed_by: null,
    masks: [],
    reactions: {},
  };
  return { type: "message.posted", room: "r", seq, at: "2026-11-24T18:00:00Z", message };
}

/** @param {number} seq @param {string} type @param {object} fields */
function event(seq, type, fields) {
  return { type, room: "r", seq, at: "2026-11-24T18:00:00Z", ...fields };
}

/** @param {any[]} events */
function reply(events, head = events.at(-1)?.seq ?? 0) {
  const you = { ...MERI, joined_seq: 0, joined_at: "2026-11-24T17:00:00Z" };
  return { room: ROOM, you, people: [MERI, AINO], present: ["p1"], head, events, has_more: false };
}

/** @param {import("../../client_web/app/room-state.js").RoomState} state */
const texts = (state) => state.entries.map(said);

/** @param {import("../../client_web/app/log-entries.js").Entry} entry */
function said(entry) {
  if (entry.kind === "question") return entry.question.text;
  return entry.kind === "message" ? entry.message.text : entry.notice;
}

Deno.test("events in order become the log, in order", () => {
  const state = [posted(1), posted(2), posted(3)].reduce(happened, followed(reply([])));
  assert.deepEqual(texts(state), ["words 1", "words 2", "words 3"]);
  assert.equal(state.head, 3);
});

Deno.test("the same event twice changes nothing", () => {
  const once = happened(followed(reply([])), posted(1));
  assert.equal(happened(once, posted(1)), once);
});

Deno.test("an event that comes too early marks a gap and is not shown", () => {
  const state = happened(followed(reply([posted(1)])), posted(3));
  assert.equal(state.hasGap, true);
  assert.deepEqual(texts(state), ["words 1"]);
});

Deno.test("resuming closes the gap and the log goes on without a hole", () => {
  const torn = happened(followed(reply([posted(1)])), posted(3));
  const state = [posted(2), posted(3)].reduce(happened, resumed(torn, reply([], 3)));
  assert.deepEqual(texts(state), ["words 1", "words 2", "words 3"]);
  assert.equal(state.hasGap, false);
});

Deno.test("a message that was hidden until somebody looked can be read again", () => {
  const hidden = happened(
    [posted(1), posted(2)].reduce(happened, followed(reply([]))),
    event(3, "message.removed", { message: "m1", removed_by: "reports" }),
  );
  assert.deepEqual(texts(hidden), [null, "words 2"]);
  const state = happened(hidden, event(4, "message.restored", { message: posted(1).message }));
  assert.deepEqual(texts(state), ["words 1", "words 2"]);
  assert.equal(messageOf(state, "m1")?.is_removed, false);
});

Deno.test("a note that is taken off leaves a veil where a rule has put one", () => {
  const before = happened(followed(reply([])), posted(1));
  const noted = happened(before, event(2, "message.noted", { message: "m1", note: "death", is_veiled: true }));
  assert.equal(messageOf(noted, "m1")?.note, "death");
  const state = happened(noted, event(3, "message.noted", { message: "m1", note: null, is_veiled: true }));
  assert.equal(messageOf(state, "m1")?.is_veiled, true);
});

Deno.test("a room that is locked to newcomers says so, and says when it is over", () => {
  const locked = [true, false].map((is_on, n) => event(n + 1, "room.locked", { is_on }));
  assert.deepEqual(texts(locked.reduce(happened, followed(reply([])))), ["room.locked", "room.unlocked"]);
});

Deno.test("a removed message keeps its place and loses its text", () => {
  const before = followed(reply([posted(1), posted(2)]));
  const state = happened(before, event(3, "message.removed", { message: "m1", removed_by: "staff" }));
  assert.deepEqual(texts(state), [null, "words 2"]);
  assert.equal(messageOf(state, "m1")?.removed_by, "staff");
});

Deno.test("a reaction is on once however often it is said, and off again", () => {
  const on = (/** @type {number} */ seq, isOn = true) =>
    event(seq, "reaction.changed", { message: "m1", kind: "heart", participation: "p2", is_on: isOn });
  const twice = [on(2), on(3)].reduce(happened, followed(reply([posted(1)])));
  assert.deepEqual(messageOf(twice, "m1")?.reactions, { heart: ["p2"] });
  assert.deepEqual(messageOf(happened(twice, on(4, false)), "m1")?.reactions, { heart: [] });
});

Deno.test("an older page does not undo what newer events said", () => {
  const current = followed(reply([posted(5)]));
  const older = [posted(3), event(4, "message.removed", { message: "m3", removed_by: "author" })];
  const page = {
    events: [{ ...older[0], message: { ...posted(3).message, text: null, is_removed: true } }, older[1]],
    has_more: true,
  };
  const state = pagedBack(current, page);
  assert.deepEqual(texts(state), [null, "words 5"]);
  assert.equal(state.oldest, 3);
  assert.equal(state.hasMore, true);
});

Deno.test("a page that overlaps adds nothing twice", () => {
  const state = pagedBack(followed(reply([posted(2), posted(3)])), { events: [posted(1), posted(2)], has_more: false });
  assert.deepEqual(texts(state), ["words 1", "words 2", "words 3"]);
});

Deno.test("somebody who leaves is gone from the people and named in the log", () => {
  const state = happened(followed(reply([])), event(1, "participation.left", { participation: "p2" }));
  assert.deepEqual(state.people, [MERI]);
  assert.equal(state.entries[0].kind === "notice" && state.entries[0].name, "Aino");
});

Deno.test("somebody who joins is among the people once", () => {
  const kuusi = { participation: "p3", display_name: "Kuusi", role: "participant" };
  const joined = (/** @type {number} */ seq) => event(seq, "participation.joined", { person: kuusi });
  const state = [joined(1), joined(2)].reduce(happened, followed(reply([])));
  assert.deepEqual(
    state.people.map((one) => one.display_name),
    ["Meri", "Aino", "Kuusi"],
  );
});

Deno.test("a new role of your own changes what you may do", () => {
  const person = { ...MERI, role: /** @type {const} */ ("facilitator") };
  const state = happened(followed(reply([])), event(1, "participation.changed", { person }));
  assert.equal(state.you?.role, "facilitator");
});

Deno.test("the life of the room moves with what is told of it", () => {
  const told = (/** @type {number} */ seq, /** @type {string} */ state) =>
    event(seq, "room.state_changed", { state, reason: "opened", life: { state, on_duty: ["p2"] } });
  const closed = happened(followed(reply([])), told(1, "closed"));
  assert.equal(closed.room?.state, "closed");
  assert.equal(happened(closed, told(2, "open")).life?.state, "open");
});

Deno.test("a pause because somebody dropped out is another line than a pause", () => {
  const life = { state: "paused", on_duty: ["p2"] };
  const event1 = event(1, "room.state_changed", { state: "paused", reason: "moderator_absent", life });
  const [entry] = happened(followed(reply([])), event1).entries;
  assert.equal(entry.kind === "notice" && entry.notice, "room.paused.absent");
});

Deno.test("the floor is what was told last, and turns that go round leave no line in the log", () => {
  const floor = { version: 4, mode: "round_table", holder: "p1" };
  const state = happened(followed(reply([])), event(1, "floor.changed", { what: "turn_accepted", by: "p1", floor }));
  assert.equal(state.floor?.holder, "p1");
  assert.deepEqual(state.entries, []);
});

Deno.test("of several changes read together only the last has the floor: it stays until then", () => {
  const floor = { version: 4, mode: "sofa" };
  const known = happened(followed(reply([])), event(1, "floor.changed", { what: "hand_raised", by: "p1", floor }));
  const state = happened(known, event(2, "floor.changed", { what: "turn_passed", by: "p1", floor: null }));
  assert.equal(state.floor?.mode, "sofa");
});

Deno.test("a change of seating is one line with its reason, and says by whom", () => {
  const told = { what: "seating_changed", by: "p2", whom: null, reason: "so that everyone gets heard" };
  const [entry] = happened(
    followed(reply([])),
    event(1, "floor.changed", { ...told, floor: { mode: "round_table" } }),
  ).entries;
  assert.ok(entry.kind === "notice");
  assert.deepEqual([entry.notice, entry.name], ["floor.seating_changed.round_table", "Aino"]);
  assert.equal(entry.words?.reason, "so that everyone gets heard");
});

Deno.test("who is on duty is kept when the room's state is told without it", () => {
  const begun = { ...reply([]), life: /** @type {any} */ ({ state: "closed", on_duty: [] }) };
  const told = [
    event(1, "duty.began", { participation: "p2" }),
    event(2, "room.state_changed", { state: "open", reason: "opened", life: { state: "open" } }),
  ];
  const state = told.reduce(happened, followed(begun));
  assert.deepEqual([state.life?.state, state.life?.on_duty], ["open", ["p2"]]);
  assert.deepEqual(happened(state, event(3, "duty.ended", { participation: "p2" })).life?.on_duty, []);
});

Deno.test("a guest is announced, and no longer once they do not come", () => {
  const professional = {
    professional: "d1",
    display_name: "Dr Ionescu",
    profession: "Psychologist",
    organisation: "Toivo",
  };
  const state = happened(followed(reply([])), event(1, "meeting.professional_announced", { professional }));
  assert.equal(state.professionals[0].display_name, "Dr Ionescu");
  const gone = happened(state, event(2, "meeting.professional_withdrawn", { professional: "d1" }));
  assert.deepEqual(gone.professionals, []);
});

Deno.test("a question that was let through stands in the log, and what becomes of it alters it there", () => {
  const question = { id: "q1", text: "How long?", asker: null, supporters: [], is_answered: false };
  const shown = happened(followed(reply([])), event(1, "question.shown", { question }));
  const changed = { question: "q1", supporters: ["p2"], is_answered: true };
  const [entry] = happened(shown, event(2, "question.changed", changed)).entries;
  assert.deepEqual(entry.kind === "question" && [entry.question.supporters, entry.question.is_answered], [
    ["p2"],
    true,
  ]);
});

Deno.test("presence comes and goes without a number", () => {
  const here = presenceChanged(followed(reply([])), { participation: "p2", is_present: true });
  assert.deepEqual([...here.present], ["p1", "p2"]);
  assert.equal(presenceChanged(here, { participation: "p2", is_present: true }), here);
  assert.equal(presenceChanged(here, { participation: "p2", is_present: false }).present.has("p2"), false);
});

Deno.test("live events and a fresh look end in the same log, from every place where they are cut", () => {
  const story = [
    posted(1),
    posted(2),
    event(3, "message.removed", { message: "m1", removed_by: "author" }),
    posted(4),
    event(5, "room.state_changed", { state: "paused", reason: "moderator_absent" }),
    event(6, "room.state_changed", { state: "open", reason: "moderator_back" }),
    posted(7),
  ];
  const asNow = [{ ...posted(1), message: { ...posted(1).message, text: null, is_removed: true } }, ...story.slice(1)];
  const fresh = followed(reply(asNow));
  for (let cut = 0; cut <= story.length; cut++) {
    const lived = story.slice(0, cut).reduce(happened, followed(reply([])));
    const state = asNow.slice(cut).reduce(happened, resumed(lived, reply([], 7)));
    assert.deepEqual(texts(state), texts(fresh), `cut after ${cut}`);
  }
});

Deno.test("nothing is known before the first reply", () => {
  assert.equal(EMPTY.room, null);
  assert.deepEqual(EMPTY.entries, []);
});
