// @ts-check
/** @import { Waiting } from "../../client_web/app/desk-state.js" */
import assert from "node:assert/strict";
import * as desk from "../../client_web/app/desk-state.js";

const START = Date.parse("2026-11-24T18:00:00Z");

/** @param {string} id @param {Partial<Waiting> & {after?: number}} about @returns {Waiting} */
function waiting(id, { after = 0, ...about } = {}) {
  return {
    case: id,
    kind: "report",
    room: "r1",
    room_name: "Tuesday circle",
    waiting_since: new Date(START + after * 1000).toISOString(),
    claimed_by: null,
    is_mine: false,
    is_escalated: false,
    version: 1,
    ...about,
  };
}

/** @param {Waiting[]} cases */
const ids = (cases) => cases.map((one) => one.case).join(" ");

Deno.test("distress that nobody has comes first, what somebody has comes last", () => {
  const cases = [
    waiting("claimed", { claimed_by: "Petri" }),
    waiting("talked-with", { kind: "distress", claimed_by: "Aino" }),
    waiting("report", { after: 5 }),
    waiting("hold", { kind: "hold", after: 2 }),
    waiting("distress", { kind: "distress", after: 60 }),
  ];
  assert.equal(ids(desk.inOrder(cases)), "distress hold report talked-with claimed");
});

Deno.test("within a group what was escalated comes first, then the oldest, then the id", () => {
  const cases = [
    waiting("b"),
    waiting("a"),
    waiting("new", { after: 9, is_escalated: true }),
    waiting("z", { after: -9 }),
  ];
  assert.equal(ids(desk.inOrder(cases)), "new z a b");
});

Deno.test("whoever reports a hundred times does not push others back", () => {
  const cases = [
    waiting("queued", { after: -90, is_queued: true }),
    waiting("new"),
    waiting("taken", { claimed_by: "Aino" }),
  ];
  assert.equal(ids(desk.inOrder(cases)), "new taken queued");
});

Deno.test("the order does not depend on the order of arrival, and nothing is lost", () => {
  const kinds = /** @type {const} */ (["report", "hold", "distress", "appeal", "complaint"]);
  const cases = Array.from({ length: 60 }, (_, index) =>
    waiting(`c${index}`, {
      kind: kinds[index % 5],
      after: (index * 7) % 13,
      claimed_by: index % 3 ? null : "Aino",
      is_escalated: index % 4 === 0,
    }),
  );
  const expected = ids(desk.inOrder(cases));
  for (let turn = 1; turn < 60; turn += 7) {
    assert.equal(ids(desk.inOrder([...cases.slice(turn), ...cases.slice(0, turn)])), expected);
  }
  assert.equal(expected.split(" ").length, 60);
});

Deno.test("a wait is never negative, also where the clocks disagree", () => {
  assert.equal(desk.waitedFor(waiting("a"), START - 5000), 0);
  assert.equal(desk.waitedFor(waiting("a"), START + 61_900), 61);
});

Deno.test("only unclaimed distress becomes overdue, after a minute", () => {
  const one = waiting("a", { kind: "distress" });
  assert.equal(desk.isOverdue(one, START + 59_999), false);
  assert.equal(desk.isOverdue(one, START + 60_000), true);
  assert.equal(desk.isOverdue({ ...one, claimed_by: "Aino" }, START + 90_000), false);
  assert.equal(desk.isOverdue(waiting("b"), START + 90_000), false);
});

Deno.test("a clock shows seconds at first, then hours, then days", () => {
  const shown = [0, 42, 754, 3599, 3600, 7265, 90_000].map((seconds) => {
    const { key, minutes, seconds: rest, hours, days } = desk.clockOf(seconds);
    return { minutes: `${minutes}:${rest}`, hours: `${hours} h ${minutes}`, days: `${days} d ${hours} h` }[key];
  });
  assert.deepEqual(shown, ["0:00", "0:42", "12:34", "59:59", "1 h 00", "2 h 01", "1 d 1 h"]);
});

Deno.test("the next to take is the first that nobody has", () => {
  const taken = waiting("taken", { claimed_by: "Petri", kind: "distress" });
  assert.equal(desk.nextOf([taken]), null);
  assert.equal(desk.nextOf([taken, waiting("free"), waiting("older", { after: -1 })])?.case, "older");
  assert.deepEqual(desk.waitingOf([taken, waiting("free"), waiting("d", { kind: "distress" })]), {
    distress: 1,
    others: 1,
  });
});

Deno.test("who has not claimed a case can only claim it, and what another has only be seen", () => {
  assert.deepEqual([...desk.deedsOf(waiting("a"))], ["claim"]);
  assert.deepEqual([...desk.deedsOf(waiting("a", { claimed_by: "Petri" }))], []);
});

Deno.test("a side room is offered from distress alone, and escalating once is enough", () => {
  const mine = { claimed_by: "Aino", is_mine: true };
  assert.equal(desk.deedsOf(waiting("a", { ...mine, kind: "distress" })).has("side_room"), true);
  assert.equal(desk.deedsOf(waiting("a", mine)).has("side_room"), false);
  assert.equal(desk.deedsOf(waiting("a", { ...mine, is_escalated: true })).has("escalate"), false);
});

Deno.test("the arrows stop at both ends and begin from nowhere", () => {
  const cases = ["a", "b", "c"].map((id) => waiting(id));
  assert.equal(desk.neighbour(cases, "a", 1), "b");
  assert.equal(desk.neighbour(cases, "a", -1), "a");
  assert.equal(desk.neighbour(cases, "c", 1), "c");
  assert.equal(desk.neighbour(cases, null, 1), "a");
  assert.equal(desk.neighbour(cases, "gone", -1), "c");
  assert.equal(desk.neighbour([], null, 1), null);
});

Deno.test("a sound is due for a new case and once when it becomes overdue", () => {
  const one = waiting("a", { kind: "distress" });
  assert.equal(desk.isLouder(new Map(), [one], START), true);
  const heard = desk.heardOf([one], START);
  assert.equal(desk.isLouder(heard, [one], START + 30_000), false);
  assert.equal(desk.isLouder(heard, [one], START + 60_000), true);
  assert.equal(desk.isLouder(desk.heardOf([one], START + 60_000), [one], START + 61_000), false);
  assert.equal(desk.isLouder(new Map(), [{ ...one, claimed_by: "Aino" }], START), false);
});

Deno.test("letters are keys only where nobody writes, and Escape always leads back", () => {
  const pressed = (/** @type {string} */ key, isWriting = false, hasModifier = false) =>
    desk.meant({ key, isWriting, hasModifier });
  assert.equal(pressed("c"), "claim");
  assert.equal(pressed("c", true), null);
  assert.equal(pressed("c", false, true), null);
  assert.equal(pressed("Escape", true), "back");
  assert.equal(pressed("x"), null);
});
