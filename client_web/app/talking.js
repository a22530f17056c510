// @ts-check
/**
 * The rooms this tab talks in, over one connection. Fetched only by screens that need it. Tells `changed` when a room or
 * the connection is another, `news` when something that is this account's alone is: `detail` names what to ask for
 * again, `all` after each connection, since news is told only once.
 *
 * @import { Status } from "./connection.js"
 */
import { arrived } from "./answers.js";
import { Connection, LOGIN_ENDED } from "./connection.js";
import { Conversation } from "./conversation.js";
import { understood } from "./i18n.js";
import { session } from "./session.js";

class Talking extends EventTarget {
  /** @type {Map<string, Conversation>} */ conversations = new Map();
  /** What is being written to one person alone, by side room. @type {Map<string, string>} */ asides = new Map();
  connection = new Connection({
    open: () => new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/socket`, "sohva.v1"),
    isSignedIn: () => session.isStillSignedIn(),
    onStatus: (status) => this.#connectionBecame(status),
    understood,
    onEvent: (event) => this.#heard(event),
  });

  /** @param {string} room @returns {Conversation} the one that goes on, or a new one */
  in(room) {
    this.connection.start();
    const known = this.conversations.get(room);
    if (known) return known;
    const conversation = new Conversation(room, this.connection, () => this.#tell());
    this.conversations.set(room, conversation);
    return conversation;
  }

  /** Nothing that was read or written stays in memory, and the socket is closed. */
  forget() {
    this.conversations.clear();
    this.asides.clear();
    this.connection.stop();
  }

  /** Whether words of this person exist only in this tab. */
  get hasUnsaved() {
    const drafts = [...this.asides.values(), ...[...this.conversations.values()].map(({ draft }) => draft)];
    return drafts.some((one) => one.trim() !== "") || [...this.conversations.values()].some(hasUnsent);
  }

  /** @param {any} event */
  #heard(event) {
    if (event.type === "account.changed") this.#tellNews(event.what);
    else void this.conversations.get(event.room)?.heard(event);
  }

  /** @param {string} what */
  #tellNews(what) {
    if (what === "duty" || (what === "all" && session.hasDesk)) void this.#lookAfterRooms();
    if (what === "desk" && !session.hasDesk) void session.readDesk();
    this.dispatchEvent(new CustomEvent("news", { detail: what }));
  }

  /** @param {Status} status */
  #connectionBecame({ stage, code }) {
    for (const conversation of this.conversations.values()) {
      if (stage === "live") void conversation.connected();
      else conversation.disconnected();
    }
    if (stage === "ended" && code === LOGIN_ENDED) session.lost();
    if (stage === "live") this.#tellNews("all");
    this.#tell();
  }

  /** Which of one's rooms wait, and where one is on duty oneself; what does not come now is fetched at the next news. */
  async #lookAfterRooms() {
    const [called, post] = await Promise.all([
      arrived(() => import("./called.js")),
      arrived(() => import("./post.js")),
    ]);
    await Promise.all([called?.lookWhoWaits(), post?.keepPosts()]);
  }

  #tell() {
    this.dispatchEvent(new Event("changed"));
  }
}

/** @param {Conversation} one */
function hasUnsent({ unsent }) {
  return unsent.length > 0;
}

export const talking = new Talking();
session.talking = talking;
addEventListener("online", () => talking.connection.hurry());
document.addEventListener("visibilitychange", () => !document.hidden && talking.connection.hurry());
