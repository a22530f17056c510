// @ts-check
/** The connection against a real websocket server on this machine. */
import assert from "node:assert/strict";
import { Lost, Refused } from "../../client_web/app/answers.js";
import { delay, isFinal, ownDelay } from "../../client_web/app/backoff.js";
import { Connection, LOGIN_ENDED } from "../../client_web/app/connection.js";
import { withServer } from "./local_server.js";

/** @import { Status } from "../../client_web/app/connection.js" */
/** @import { Asked } from "./local_server.js" */

/**
 * @param {(asked: Asked) => void} answer
 * @param {(told: {connection: Connection, sockets: WebSocket[], until: (stage: string) => Promise<Status>}) => Promise<void>} story
 * @param {{isSignedIn?: boolean, isOpen?: boolean}} [facts]
 */
const connected = (answer, story, facts = {}) =>
  withServer(
    answer,
    async ({ url, sockets }) => {
      /** @type {((status: Status) => void)[]} */ const watchers = [];
      const connection = new Connection({
        open: () => new WebSocket(url, "sohva.v1"),
        isSignedIn: () => Promise.resolve(facts.isSignedIn ?? true),
        onStatus: (status) => watchers.forEach((watch) => watch(status)),
        onEvent: () => {},
        chance: () => 0.01,
      });
      const until = (/** @type {string} */ stage) =>
        /** @type {Promise<Status>} */ (
          new Promise((resolve) => {
            const look = (/** @type {Status} */ status) => status.stage === stage && resolve(status);
            watchers.push(look);
            look(connection.status);
          })
        );
      connection.start();
      await story({ connection, sockets, until });
      connection.stop();
    },
    facts,
  );

/** @param {Asked} asked */
const echo = ({ command, yes }) => yes({ asked: command.type });

Deno.test("a reply finds the command that asked", () =>
  connected(echo, async ({ connection, until }) => {
    await until("live");
    const both = await Promise.all([connection.ask("room.follow", {}), connection.ask("room.page", {})]);
    assert.deepEqual(both, [{ asked: "room.follow" }, { asked: "room.page" }]);
  }));

Deno.test("a refusal arrives with its code", () =>
  connected(
    ({ no }) => no("room_closed"),
    async ({ connection, until }) => {
      await until("live");
      const isClosed = (/** @type {unknown} */ reason) =>
        reason instanceof Refused && reason.error.code === "room_closed";
      await assert.rejects(connection.ask("message.post", {}), isClosed);
    },
  ));

Deno.test("a broken connection loses what was asked, and comes back by itself", () =>
  connected(
    () => {},
    async ({ connection, sockets, until }) => {
      await until("live");
      const asked = connection.ask("message.post", {});
      sockets[0].close(4000, "too_slow");
      await assert.rejects(asked, Lost);
      await until("live");
      assert.equal(sockets.length, 2);
    },
  ));

Deno.test("a final close code is final", () =>
  connected(echo, async ({ sockets, until }) => {
    await until("live");
    sockets[0].close(4501, "protocol_broken");
    assert.equal((await until("ended")).code, 4501);
  }));

Deno.test("a refused handshake with the login gone ends instead of knocking for ever", () =>
  connected(echo, async ({ until }) => assert.equal((await until("ended")).code, LOGIN_ENDED), {
    isOpen: false,
    isSignedIn: false,
  }));

Deno.test("without a connection a command is lost at once and nothing hangs", async () => {
  const connection = new Connection({
    open: () => new WebSocket("ws://localhost:9/"),
    isSignedIn: () => Promise.resolve(true),
    onStatus: () => {},
    onEvent: () => {},
  });
  await assert.rejects(connection.ask("message.post", {}), Lost);
});

Deno.test("the delay grows with the attempts, never past its ceiling, and spreads people out", () => {
  for (let attempt = 0; attempt < 50; attempt++) {
    assert.ok(delay(attempt, 0.999) <= 20_000);
    assert.equal(delay(attempt, 0), 0);
  }
  assert.ok(delay(3, 0.5) > delay(2, 0.5));
});

Deno.test("close codes say whether to come back", () => {
  assert.deepEqual([1001, 1006, 1011, 1012, 4000, 4003].map(isFinal), Array(6).fill(false));
  assert.deepEqual([4500, 4501, 4502, 4503].map(isFinal), Array(4).fill(true));
});

Deno.test("a restarting server gives each client a delay of its own", () => {
  assert.equal(ownDelay(1012, "retry=1500"), 1500);
  assert.equal(ownDelay(1012, "restart"), null);
  assert.equal(ownDelay(1001, "retry=1500"), null);
});
