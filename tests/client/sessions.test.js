// @ts-check
import assert from "node:assert/strict";
import { changesOf } from "../../client_web/views/meetings/change.js";
import { knownZone, later, minutesBetween, onTheWall, ownZone } from "../../client_web/views/meetings/wall.js";

const PLANNED = /** @type {any} */ ({
  title: "Sleeping better",
  about: "",
  starts_at: "2026-12-01T16:00:00Z",
  ends_at: "2026-12-01T17:30:00Z",
  time_zone: "Europe/Helsinki",
  capacity: 8,
  link: null,
});
const SHOWN = { title: "Sleeping better", about: "", starts: "2026-12-01T18:00", minutes: "90", capacity: "8" };

Deno.test("what nobody touched is not sent", () => {
  assert.deepEqual(changesOf(PLANNED, SHOWN), {});
});

Deno.test("new times come together, by the clock of the session's own zone", () => {
  const times = { starts: "2026-12-01T18:00", ends: "2026-12-01T19:00", time_zone: "Europe/Helsinki" };
  assert.deepEqual(changesOf(PLANNED, { ...SHOWN, minutes: "60" }), times);
  assert.deepEqual(changesOf(PLANNED, { ...SHOWN, starts: "2026-12-02T23:30" }), {
    ...times,
    starts: "2026-12-02T23:30",
    ends: "2026-12-03T01:00",
  });
});

Deno.test("a session that has begun shows no times, and none are sent", () => {
  const { title, about, capacity } = SHOWN;
  assert.deepEqual(changesOf(PLANNED, { title, about, capacity: "9" }), { capacity: 9 });
  assert.deepEqual(changesOf(PLANNED, { title: "Sleep", about, capacity }), { title: "Sleep" });
});

Deno.test("a video room that is taken out is sent as nothing", () => {
  const planned = { ...PLANNED, link: "https://video.example/room" };
  assert.deepEqual(changesOf(planned, { ...SHOWN, link: "" }), { link: "" });
});

Deno.test("the clock on the wall shows midnight as nought, and the hour of summer", () => {
  assert.equal(onTheWall("2026-12-01T22:00:00Z", "Europe/Helsinki"), "2026-12-02T00:00");
  assert.equal(onTheWall("2026-07-01T15:00:00Z", "Europe/Helsinki"), "2026-07-01T18:00");
  assert.equal(later("2026-12-31T23:30", 90), "2027-01-01T01:00");
  assert.equal(minutesBetween("2026-12-01T16:00:00Z", "2026-12-01T17:30:00Z"), 90);
});

Deno.test("a zone that this browser does not know gives way to its own", () => {
  assert.equal(knownZone("Europe/Helsinki"), "Europe/Helsinki");
  assert.equal(knownZone("Nowhere/Island"), ownZone());
});
