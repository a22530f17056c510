// @ts-check
import assert from "node:assert/strict";
import { arrived } from "../../client_web/app/answers.js";
import { waiting } from "../../client_web/app/called.js";
import { shiftCounter } from "../../client_web/app/quick-exit.js";
import { compiled, matched } from "../../client_web/app/router.js";
import { changedBetween } from "../../client_web/views/guide/seating.js";
import { seated, sofas } from "../../client_web/views/room/seats.js";
import { staffOf } from "../../client_web/views/side-room/staff.js";

/** @param {[string, number][]} presses @returns {boolean} whether the last one leaves */
function leaves(presses) {
  const isThird = shiftCounter();
  return presses.map(([key, at]) => isThird(key, false, at)).at(-1) ?? false;
}

Deno.test("Shift three times within five seconds leaves", () => {
  assert.equal(
    leaves([
      ["Shift", 0],
      ["Shift", 2000],
      ["Shift", 4900],
    ]),
    true,
  );
});

Deno.test("Shift three times over a longer while does not", () => {
  assert.equal(
    leaves([
      ["Shift", 0],
      ["Shift", 3000],
      ["Shift", 5100],
    ]),
    false,
  );
});

Deno.test("Shift for capital letters does not", () => {
  assert.equal(
    leaves([
      ["Shift", 0],
      ["A", 10],
      ["Shift", 100],
      ["B", 110],
      ["Shift", 200],
    ]),
    false,
  );
});

Deno.test("holding Shift down does not", () => {
  const isThird = shiftCounter();
  assert.deepEqual(
    [0, 1, 2, 3].map((at) => isThird("Shift", at > 0, at)),
    [false, false, false, false],
  );
});

Deno.test("people keep their seats, and a newcomer takes the first free one", () => {
  const first = seated([], ["a", "b", "c"], 4);
  assert.deepEqual(first, ["a", "b", "c", null]);
  assert.deepEqual(seated(first, ["a", "c", "d"], 4), ["a", "d", "c", null]);
});

Deno.test("a chair is brought when all seats are taken, and taken away again", () => {
  const full = seated(["a", "b"], ["a", "b", "c"], 2);
  assert.deepEqual(full, ["a", "b", "c"]);
  assert.deepEqual(seated(full, ["a", "b"], 2), ["a", "b"]);
});

Deno.test("every number of seats is spread over sofas for two or three", () => {
  for (let seats = 2; seats <= 24; seats++) {
    const sizes = sofas(seats);
    assert.equal(
      sizes.reduce((sum, size) => sum + size),
      seats,
    );
    assert.ok(
      sizes.every((size) => size === 2 || size === 3),
      `${seats}: ${sizes}`,
    );
  }
});

Deno.test("addresses find their screens, the exact one before the general one", () => {
  const routes = ["/rooms", "/rooms/new", "/rooms/{room}", "/rooms/{room}/door"].map(compiled);
  assert.equal(matched(routes, "/rooms/new")?.route, routes[1]);
  assert.deepEqual(matched(routes, "/rooms/04hypa82/door")?.params, { room: "04hypa82" });
  assert.equal(matched(routes, "/rooms/../me"), null);
  assert.equal(matched(routes, "/elsewhere"), null);
});

Deno.test("whoever guides a room hears that it waits, unless they are looking at it", () => {
  const room = (/** @type {string} */ id, /** @type {string} */ state, /** @type {string} */ role) => ({
    id,
    name: id,
    state,
    my: { role },
  });
  const rooms = [
    room("a", "paused", "facilitator"),
    room("b", "open", "moderator"),
    room("c", "paused", "participant"),
  ];
  assert.deepEqual(
    waiting(rooms, "/rooms").map(({ id }) => id),
    ["a"],
  );
  assert.deepEqual(waiting(rooms, "/rooms/a"), []);
});

Deno.test("a part that the network did not bring is asked for again; what is broken in it is not hidden", async () => {
  assert.equal(await arrived(() => Promise.reject(new TypeError("Failed to fetch"))), null);
  assert.equal(await arrived(async () => "here"), "here");
  await assert.rejects(
    arrived(() => Promise.reject(new RangeError("ours"))),
    RangeError,
  );
});

Deno.test("whoever is on duty is the first to be handed somebody, and only staff is", () => {
  const person = (/** @type {string} */ participation, /** @type {any} */ role) => ({
    participation,
    display_name: participation,
    role,
  });
  const people = [
    person("sanna", "facilitator"),
    person("kuusi", "participant"),
    person("aino", "facilitator"),
    person("petri", "moderator"),
  ];
  const there = {
    people,
    you: /** @type {any} */ (people[2]),
    life: /** @type {any} */ ({ on_duty: ["petri", "aino"] }),
  };
  const names = staffOf(there).map(({ display_name: name, isOnDuty }) => [name, isOnDuty]);
  assert.deepEqual(names, [
    ["petri", true],
    ["sanna", false],
  ]);
  assert.equal(staffOf({ ...there, life: null }).length, 2);
});

Deno.test("of those who may speak only they are ticked anew who were decided anew", () => {
  assert.deepEqual(changedBetween(["meri", "lumi"], ["lumi", "kuusi"]), ["meri", "kuusi"]);
  assert.deepEqual(changedBetween(["meri"], ["meri"]), []);
});
