// @ts-check
/** Who may do what, and what they read about it: in each state of the room, in each seating. */
import assert from "node:assert/strict";
import { EMPTY } from "../../client_web/app/room-state.js";
import { isSitting, lineOf, opening, roomClock, standingOf } from "../../client_web/app/standing.js";

const PEOPLE = [
  ["kuusi", "Kuusi", "participant"],
  ["meri", "Meri", "participant"],
  ["lumi", "Lumi", "participant"],
  ["aino", "Aino", "facilitator"],
].map(([participation, display_name, role]) => ({ participation, display_name, role: /** @type {any} */ (role) }));
const OPEN = {
  state: "open",
  reason: "opened",
  since: null,
  sitting: 1,
  opens_at: null,
  ends_at: null,
  next_opens_at: null,
  open_for: 60,
  open_since: "2026-11-24T18:00:00Z",
  on_duty: ["aino"],
};
const SOFA = {
  version: 1,
  mode: "sofa",
  slow_seconds: 0,
  reason: "",
  order: [],
  holder: null,
  offered_to: null,
  accept_by: null,
  turn_since: null,
  turn_until: null,
  spoke: [],
  passed: [],
  skipped: [],
  heard: [],
  not_yet_heard: [],
  round_passed: [],
  checked_out: [],
  hands: [],
  on_break: [],
  listeners: [],
  speakers: [],
  round: null,
  script: null,
  extra_minutes: {},
};
const TABLE = { ...SOFA, mode: "round_table", order: ["kuusi", "meri", "lumi"], holder: "meri", spoke: ["kuusi"] };

/** @param {string} me @param {object} [floor] @param {object} [life] @returns {any} */
function room(me, floor = {}, life = {}) {
  const you = { ...PEOPLE.find((one) => one.participation === me), joined_seq: 0, joined_at: "" };
  return { ...EMPTY, you, people: PEOPLE, life: { ...OPEN, ...life }, floor: { ...SOFA, ...floor } };
}

const NOW = Date.parse("2026-11-24T18:00:00Z");

/** @param {any} state */
const told = (state) => {
  const { key, canWrite } = standingOf(state, NOW);
  return [key, canWrite];
};

for (const [state, more, expected] of /** @type {[string, object, string][]} */ ([
  ["closed", {}, "closed"],
  ["closed", { next_opens_at: "2026-12-01T18:00:00Z" }, "closed_until"],
  ["lobby", {}, "lobby"],
  ["paused", {}, "paused"],
  ["paused", { on_duty: [] }, "paused_nobody"],
  ["ended", { reason: "moderator_absent" }, "over_absent"],
  ["ended", { reason: "closed", next_opens_at: "2026-12-01T18:00:00Z" }, "over_until"],
])) {
  Deno.test(`in a room that is ${state} ${JSON.stringify(more)} a participant reads why and cannot write`, () => {
    assert.deepEqual(told(room("kuusi", {}, { state, ...more })), [expected, false]);
    assert.deepEqual(standingOf(room("kuusi", {}, { state, ...more }), NOW).acts, []);
  });
}

Deno.test("an opening that is past is not announced, the one after it is", () => {
  const hours = { opens_at: "2026-11-24T17:00:00Z", next_opens_at: "2026-12-01T18:00:00Z" };
  assert.equal(opening(/** @type {any} */ (hours), NOW), "2026-12-01T18:00:00Z");
  assert.equal(opening(/** @type {any} */ ({ ...hours, next_opens_at: null }), NOW), null);
});

Deno.test("turns and rounds are shown while a sitting goes on, in a pause too, and not after it", () => {
  const shown = ["closed", "lobby", "open", "paused", "closing", "ended"].filter((state) =>
    isSitting(room("kuusi", {}, { state })),
  );
  assert.deepEqual(shown, ["open", "paused", "closing"]);
});

Deno.test("whoever is on duty writes in the lobby, in a pause and while the room closes, but not in a closed one", () => {
  const writes = ["lobby", "paused", "closing", "open", "closed", "ended"].filter(
    (state) => standingOf(room("aino", {}, { state })).canWrite,
  );
  assert.deepEqual(writes, ["lobby", "paused", "closing", "open"]);
});

Deno.test("on the sofas everybody writes, and slow mode is said to those it slows", () => {
  assert.deepEqual(told(room("kuusi")), ["open", true]);
  assert.deepEqual(told(room("kuusi", { slow_seconds: 30 })), ["slow", true]);
  assert.deepEqual(told(room("aino", { slow_seconds: 30 })), ["open", true]);
});

Deno.test("at the round table one person writes, the next reads after whom they come", () => {
  assert.deepEqual(told(room("meri", TABLE)), ["your_turn", true]);
  assert.deepEqual(standingOf(room("meri", TABLE)).acts[0], "pass_on");
  assert.deepEqual(told(room("lumi", TABLE)), ["after", false]);
  assert.equal(standingOf(room("lumi", TABLE)).words.name, "Meri");
  assert.deepEqual(told(room("kuusi", TABLE)), ["had_turn", false]);
  assert.deepEqual(told(room("aino", TABLE)), ["on_duty", true]);
});

Deno.test("a turn that is offered is taken or passed; writing comes after taking it", () => {
  const offered = { ...TABLE, holder: null, offered_to: "lumi", spoke: ["kuusi", "meri"] };
  const standing = standingOf(room("lumi", offered));
  assert.deepEqual([standing.canWrite, ...standing.acts.slice(0, 2)], [false, "accept", "pass"]);
});

Deno.test("whoever passed, listens, rests or sits beside the table reads so", () => {
  assert.deepEqual(told(room("lumi", { ...TABLE, spoke: [], passed: ["lumi"] })), ["passed", false]);
  assert.deepEqual(told(room("lumi", { ...TABLE, listeners: ["lumi"] })), ["listening", false]);
  assert.deepEqual(told(room("lumi", { ...TABLE, on_break: ["lumi"] })), ["on_break", false]);
  assert.deepEqual(told(room("lumi", { ...TABLE, order: ["kuusi", "meri"] })), ["beside", false]);
  assert.deepEqual(standingOf(room("lumi", { ...TABLE, on_break: ["lumi"] })).acts, ["return"]);
});

Deno.test("in rows the speakers speak, and what others write becomes a question", () => {
  const rows = { mode: "classroom", speakers: ["meri"] };
  assert.deepEqual([told(room("meri", rows)), standingOf(room("meri", rows)).asks], [["speaker", true], false]);
  assert.deepEqual([told(room("kuusi", rows)), standingOf(room("kuusi", rows)).asks], [["question", true], true]);
});

Deno.test("in a closing round one can say goodbye, once", () => {
  const round = { round: { kind: "closing", question: "?" }, not_yet_heard: [] };
  assert.equal(standingOf(room("kuusi", round)).acts[0], "check_out");
  assert.notEqual(standingOf(room("kuusi", { ...round, checked_out: ["kuusi"] })).acts[0], "check_out");
});

Deno.test("the skipped come after those whose turn it is next, and those on a break are left in peace", () => {
  const floor = /** @type {any} */ ({ ...TABLE, order: ["a", "b", "c", "d"], holder: "d", spoke: [], skipped: ["a"] });
  assert.deepEqual(lineOf(floor), ["b", "c", "a"]);
  assert.deepEqual(lineOf({ ...floor, on_break: ["b"] }), ["c", "a"]);
});

Deno.test("once everybody has had a turn it goes round again, but not in a round", () => {
  const floor = /** @type {any} */ ({ ...TABLE, holder: "lumi", spoke: ["kuusi", "meri"] });
  assert.deepEqual(lineOf(floor), ["kuusi", "meri"]);
  assert.deepEqual(lineOf({ ...floor, round: { kind: "opening", question: "?" } }), []);
});

Deno.test("the room's clock runs while the room is open and stands still in a pause", () => {
  const now = Date.parse("2026-11-24T18:00:30Z");
  assert.equal(roomClock(/** @type {any} */ (OPEN), now), 90);
  assert.equal(roomClock(/** @type {any} */ ({ ...OPEN, open_since: null }), now), 60);
});
