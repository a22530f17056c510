// @ts-check
/** One room over a real socket that breaks, refuses, restarts and skips. */
import assert from "node:assert/strict";
import { Connection } from "../../client_web/app/connection.js";
import { Conversation } from "../../client_web/app/conversation.js";
import { clientTag, newClientId } from "../../client_web/app/ids.js";
import { tell, withServer } from "./local_server.js";

/** @import { Asked } from "./local_server.js" */

const ROOM = { id: "r", name: "Tuesday circle", purpose: "", language: "en", state: "open", capacity: 8 };
const MERI = { participation: "p1", display_name: "Meri", role: "participant" };
const HERE = {
  room: ROOM,
  you: { ...MERI, joined_seq: 0, joined_at: "2026-11-24T17:00:00Z" },
  people: [MERI],
  present: ["p1"],
};

/** @param {number} seq @param {string} tag */
function posted(seq, tag = "") {
  const message = {
    id: `m${seq}`,
    author: MERI,
    text: `words ${seq}`,
    reply_to: null,
    is_removed: false,
    removed_by: null,
    masks: [],
    is_veiled: false,
    reactions: {},
    client_tag: tag,
  };
  return { type: "message.posted", room: "r", seq, at: "2026-11-24T18:00:00Z", message };
}

/**
 * @param {(asked: Asked) => void} answer
 * @param {(told: {talk: Conversation, sockets: WebSocket[], heard: any[], until: (isSo: () => boolean) => Promise<void>}) => Promise<void>} story
 */
const inRoom = (answer, story) =>
  withServer(answer, async ({ url, sockets, heard }) => {
    /** @type {(() => void)[]} */ const watchers = [];
    const news = () => watchers.forEach((watch) => watch());
    const connection = new Connection({
      open: () => new WebSocket(url, "sohva.v1"),
      isSignedIn: () => Promise.resolve(true),
      onStatus: ({ stage }) => (stage === "live" ? void talk.connected() : talk.disconnected()),
      onEvent: (event) => void talk.heard(event),
      chance: () => 0.01,
    });
    const talk = new Conversation("r", connection, news);
    const until = (/** @type {() => boolean} */ isSo) =>
      new Promise((/** @type {(nothing: void) => void} */ resolve) => {
        const look = () => isSo() && resolve();
        watchers.push(look);
        look();
      });
    void talk.enter();
    connection.start();
    await until(() => talk.place === "here");
    await story({ talk, sockets, heard, until });
    connection.stop();
  });

/** @param {Asked} asked */
function resumeWithTwoMore(asked) {
  follow(asked);
  if (asked.command.type !== "room.resume") return;
  asked.yes({ ...HERE, head: 3 });
  for (const seq of [2, 3]) tell(asked.socket, posted(seq));
}

/** @param {Conversation} talk */
function hasThree({ state }) {
  assert.deepEqual(
    state.entries.map((entry) => entry.seq),
    [1, 2, 3],
  );
}

/** @param {Asked} asked */
function follow({ command, yes }) {
  if (command.type === "room.follow") yes({ ...HERE, head: 1, events: [posted(1)], has_more: false });
}

Deno.test("what was sent into a broken connection goes out again under the same id, and is one message", () => {
  let attempts = 0;
  return inRoom(
    (asked) => {
      const { command, socket, yes } = asked;
      follow(asked);
      if (command.type === "room.resume") yes({ ...HERE, head: 1 });
      if (command.type !== "message.post") return;
      if (++attempts === 1) socket.close(4000, "too_slow");
      else yes({ message: "m2", seq: 2, support: false });
    },
    async ({ talk, heard, until }) => {
      await talk.send("hello", null);
      await until(() => talk.unsent.length === 0);
      const ids = heard.filter((one) => one.type === "message.post").map((one) => one.client_id);
      assert.equal(ids.length, 2);
      assert.equal(ids[0], ids[1]);
    },
  );
});

Deno.test("after a loss the room goes on from what is known", () =>
  inRoom(resumeWithTwoMore, async ({ talk, sockets, heard, until }) => {
    sockets[0].close(4001, "no_answer");
    await until(() => talk.state.head === 3);
    assert.equal(heard.find((one) => one.type === "room.resume").after, 1);
    hasThree(talk);
  }));

Deno.test("a missing number is asked for again", () =>
  inRoom(resumeWithTwoMore, async ({ talk, sockets, until }) => {
    tell(sockets[0], posted(3));
    await until(() => talk.state.head === 3);
    hasThree(talk);
  }));

Deno.test("a server that came back from a copy is followed afresh", () =>
  inRoom(
    (asked) => {
      follow(asked);
      if (asked.command.type === "room.resume") asked.no("history_changed");
    },
    async ({ talk, sockets, heard, until }) => {
      sockets[0].close(1011, "");
      await until(() => talk.place === "away");
      await until(() => talk.place === "here");
      assert.deepEqual(
        heard.map((one) => one.type),
        ["room.follow", "room.resume", "room.follow"],
      );
    },
  ));

Deno.test("one's own message is known again by its tag, before the reply", () =>
  inRoom(
    async (asked) => {
      follow(asked);
      if (asked.command.type === "message.post")
        tell(asked.socket, posted(2, (await clientTag(asked.command.client_id)) ?? ""));
    },
    async ({ talk, until }) => {
      void talk.send("hello", null);
      await until(() => talk.state.head === 2);
      assert.deepEqual(talk.unsent, []);
    },
  ));

Deno.test("what needs a second look stays with its author until they insist", () =>
  inRoom(
    (asked) => {
      follow(asked);
      if (asked.command.type !== "message.post") return;
      if (asked.command.insisted) asked.yes({ message: "m2", seq: 2, support: true });
      else asked.no("look_again");
    },
    async ({ talk, until }) => {
      await talk.send("hello", null);
      await until(() => talk.unsent[0]?.stage === "returned");
      assert.equal(talk.unsent[0].refusal?.code, "look_again");
      await talk.insist(talk.unsent[0].clientId);
      await until(() => talk.unsent.length === 0);
      assert.equal(talk.needsSupport, true);
    },
  ));

Deno.test("whoever is no longer in the room is told so and asks no more", () =>
  inRoom(follow, async ({ talk, sockets, until }) => {
    tell(sockets[0], { type: "follow.ended", room: "r", code: "not_in_room" });
    await until(() => talk.place === "refused");
    assert.equal(talk.refusal?.code, "not_in_room");
  }));

Deno.test("client ids are UUIDs of which no two are alike", () => {
  const ids = new Set(Array.from({ length: 1000 }, newClientId));
  assert.equal(ids.size, 1000);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

const AINO = { participation: "p2", display_name: "Aino", role: "facilitator" };
const ON_DUTY = {
  ...HERE,
  you: { ...HERE.you, ...AINO },
  people: [MERI, AINO],
  present: ["p1", "p2"],
  life: { state: "open", on_duty: ["p2"], open_for: 0, open_since: null },
  head: 1,
  events: [posted(1)],
  has_more: false,
};

/** @param {any[]} heard */
const kinds = (heard) => heard.map(({ type }) => type);

Deno.test("whoever looks elsewhere stands up, unless the room would wait for them", async () => {
  for (const here of [HERE, ON_DUTY])
    await inRoom(
      ({ command, yes }) => yes(command.type === "room.follow" ? { ...ON_DUTY, ...here } : {}),
      async ({ talk, heard }) => {
        await talk.stepOut();
        assert.equal(talk.isWanted, here === ON_DUTY);
        assert.deepEqual(kinds(heard), here === ON_DUTY ? ["room.follow"] : ["room.follow", "room.unfollow"]);
      },
    );
});

Deno.test("whoever goes off duty while they look elsewhere stands up", () =>
  inRoom(
    ({ command, yes }) => yes(command.type === "room.follow" ? ON_DUTY : {}),
    async ({ talk, sockets, heard, until }) => {
      await talk.stepOut();
      tell(sockets[0], { type: "duty.ended", room: "r", seq: 2, at: "2026-11-24T18:00:00Z", participation: "p2" });
      await until(() => talk.place === "away");
      assert.deepEqual(kinds(heard), ["room.follow", "room.unfollow"]);
    },
  ));

Deno.test("whoever is on duty is in the room again after a loss, wherever they look", () =>
  inRoom(
    ({ command, yes }) => yes(command.type === "room.unfollow" ? {} : ON_DUTY),
    async ({ talk, sockets, heard, until }) => {
      await talk.stepOut();
      sockets[0].close(4001, "no_answer");
      await until(() => talk.place === "away");
      await until(() => talk.place === "here");
      assert.deepEqual(kinds(heard), ["room.follow", "room.resume"]);
    },
  ));
