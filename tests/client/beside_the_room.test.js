// @ts-check
/** @import { Followed } from "../../client_web/app/wire.js" */
import assert from "node:assert/strict";
import { awaits, followed, happened, messageOf, mutedBy, resumed } from "../../client_web/app/room-state.js";

const AT = "2026-11-24T18:00:00Z";
const tammi = { participation: "tammi", display_name: "Tammi", role: /** @type {const} */ ("participant") };
const kuusi = { ...tammi, participation: "kuusi", display_name: "Kuusi" };

/** @param {Partial<Followed>} more @returns {Followed} */
function reply(more = {}) {
  const message = { id: "m1", author: tammi, text: "a word", reply_to: null, is_removed: false, removed_by: null };
  return {
    room: { id: "r", name: "Tuesday circle", purpose: "", language: "en", state: "open", capacity: 6 },
    you: { ...kuusi, joined_seq: 0, joined_at: AT },
    people: [kuusi, tammi],
    present: [],
    head: 1,
    events: [
      {
        type: "message.posted",
        room: "r",
        seq: 1,
        at: AT,
        message: { ...message, masks: [], is_veiled: false, reactions: {} },
      },
    ],
    ...more,
  };
}

Deno.test("whom somebody does not want to read is known from the first reply on", () => {
  assert.deepEqual([...followed(reply({ muted: ["tammi"] })).muted], ["tammi"]);
  assert.deepEqual([...followed(reply()).muted], []);
});

Deno.test("not seeing somebody redraws their messages and alters none of them", () => {
  const before = followed(reply());
  const after = mutedBy(before, "tammi", true);
  assert.notEqual(after.entries[0], before.entries[0]);
  assert.equal(messageOf(after, "m1"), messageOf(before, "m1"));
  assert.deepEqual([...mutedBy(after, "tammi", false).muted], []);
});

Deno.test("what waits is what the newest reply says, and what was held since", () => {
  const held = awaits(followed(reply({ waiting: ["desk"] })), "held");
  assert.deepEqual(held.waiting, ["desk", "held"]);
  assert.deepEqual(resumed(held, reply({ waiting: [] })).waiting, []);
});

Deno.test("a note covers a message and can be taken off", () => {
  const noted = happened(followed(reply()), {
    type: "message.noted",
    room: "r",
    seq: 2,
    at: AT,
    message: "m1",
    is_veiled: true,
    note: "death",
  });
  assert.deepEqual([messageOf(noted, "m1")?.is_veiled, messageOf(noted, "m1")?.note], [true, "death"]);
  const bare = happened(noted, {
    type: "message.noted",
    room: "r",
    seq: 3,
    at: AT,
    message: "m1",
    is_veiled: false,
    note: null,
  });
  assert.equal(messageOf(bare, "m1")?.is_veiled, false);
});
