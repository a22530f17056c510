// @ts-check
import assert from "node:assert/strict";
import * as outbox from "../../client_web/app/outbox.js";

/** @param {...string} ids */
const wrote = (...ids) =>
  ids.reduce(
    (unsent, clientId) => outbox.written(unsent, { clientId, text: `text ${clientId}`, replyTo: null }),
    /** @type {outbox.Unsent[]} */ ([]),
  );
const no = (/** @type {string} */ code, /** @type {number|null} */ wait = null) => ({
  code,
  retry_after: wait,
  details: {},
});

Deno.test("messages go out one at a time, in the order they were written", () => {
  const unsent = wrote("a", "b");
  assert.equal(outbox.next(unsent, 0)?.clientId, "a");
  assert.equal(outbox.next(outbox.sending(unsent, "a"), 0), null);
  assert.equal(outbox.next(outbox.gone(unsent, "a"), 0)?.clientId, "b");
});

Deno.test("a broken connection keeps the words and the client id", () => {
  const unsent = outbox.interrupted(outbox.sending(wrote("a"), "a"));
  assert.deepEqual(outbox.next(unsent, 0), { ...wrote("a")[0] });
});

Deno.test("too fast waits as long as the server says, then goes by itself", () => {
  const unsent = outbox.refused(outbox.sending(wrote("a", "b"), "a"), "a", no("too_fast", 8), 1000);
  assert.equal(outbox.next(unsent, 8999), null);
  assert.equal(outbox.next(unsent, 9000)?.clientId, "a");
});

Deno.test("a no that needs a person stays with its reason and lets the others pass", () => {
  const unsent = outbox.refused(outbox.sending(wrote("a", "b"), "a"), "a", no("look_again"), 0);
  assert.equal(unsent[0].refusal?.code, "look_again");
  assert.equal(outbox.next(unsent, 0)?.clientId, "b");
});

Deno.test("sending anyway says so and keeps the same id", () => {
  const returned = outbox.refused(wrote("a"), "a", no("look_again"), 0);
  const again = outbox.next(outbox.insisted(returned, "a"), 0);
  assert.deepEqual([again?.clientId, again?.insisted, again?.text], ["a", true, "text a"]);
});

Deno.test("taking back leaves nothing", () => {
  assert.deepEqual(outbox.gone(wrote("a"), "a"), []);
});
