// @ts-check
/** The three seatings as geometry: for every number of people everybody has a place of their own inside the picture. */
import assert from "node:assert/strict";
import { moved } from "../../client_web/views/guide/turns.js";
import { planned } from "../../client_web/views/meetings/plan.js";
import { read, written } from "../../client_web/views/organisation/templates.js";
import { classPlan, roundPlan, SEAT, sofaPlan } from "../../client_web/views/room/seats.js";

/** @type {[string, (count: number) => import("../../client_web/views/room/seats.js").Plan][]} */
const PLANS = [
  ["sofas", sofaPlan],
  ["round table", roundPlan],
  ["rows, one in front", (count) => classPlan(1, count - 1)],
  ["rows, three in front", (count) => classPlan(Math.min(3, count), Math.max(0, count - 3))],
];

for (const [name, plan] of PLANS) {
  Deno.test(`${name}: everybody has a place, none upon another, all in the picture`, () => {
    for (let count = 1; count <= 24; count++) {
      const { spots, box } = plan(count);
      assert.equal(spots.length, count);
      for (const [index, one] of spots.entries()) {
        const near = spots.slice(index + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y));
        assert.ok(Math.min(...near, Infinity) >= SEAT - 6, `${count}: ${Math.min(...near)}`);
        const [left, top, width, height] = box;
        assert.ok(one.x > left && one.x < left + width && one.y > top && one.y < top + height, `${count}`);
      }
    }
  });
}

Deno.test("at the round table the first sits at the top and the others follow clockwise", () => {
  const [first, second] = roundPlan(4).spots;
  assert.ok(Math.abs(first.x) < 1e-9 && first.y < 0);
  assert.ok(second.x > 0 && Math.abs(second.y) < 1e-9);
});

Deno.test("somebody moved in the order passes one neighbour at a time and never falls out", () => {
  assert.deepEqual(moved(["a", "b", "c"], "b", -1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "c", 1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b"], "x", 1), ["a", "b"]);
});

Deno.test("a script is written as lines and read back as it was", () => {
  const segments = [
    { minutes: 10, title: "Arriving" },
    { minutes: 60, title: "Sharing, as long as it takes" },
  ];
  assert.deepEqual(read(written(segments)), segments);
  assert.deepEqual(read("no minutes\n  5   Goodbye  \n7"), [{ minutes: 5, title: "Goodbye" }]);
});

Deno.test("a session is planned by the clock on the wall, past midnight too", () => {
  const values = { starts: "2026-11-24T23:15", minutes: "90", capacity: "8", count: "6", every: "2", title: "Circle" };
  const { starts, ends, series, title } = planned(values);
  assert.deepEqual([starts, ends, title], ["2026-11-24T23:15", "2026-11-25T00:45", "Circle"]);
  assert.deepEqual(series, { count: 6, every_weeks: 2 });
  assert.equal("series" in planned({ ...values, count: "1" }), false);
});
