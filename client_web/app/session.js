// @ts-check
/**
 * Who is here in this tab: the account, the organisation, the connection and the rooms being talked in. Memory only.
 *
 * @import { Status } from "./connection.js"
 * @typedef {{pseudonym: string, roles: string[], language: string, codes_left?: number, is_made_up?: boolean}} Me
 * @typedef {{area: string, name: string, number: string, hours: string, is_made_up?: boolean}} HelpNumber
 * @typedef {{name: string, languages: string[], default_language: string, is_set_up: boolean, help: Record<string, HelpNumber[]>}} Organisation
 */
import { Connection, LOGIN_ENDED, Refused } from "./connection.js";
import { Conversation } from "./conversation.js";
import { send } from "./http.js";
import { language, speak } from "./i18n.js";

class Session extends EventTarget {
  /** @type {Me|null} */ me = null;
  /** @type {Organisation|null} */ organisation = null;
  /** @type {Map<string, Conversation>} */ conversations = new Map();
  connection = new Connection({
    open: () => new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/socket`, "sohva.v1"),
    isSignedIn: () => this.#isSignedIn(),
    onStatus: (status) => this.#connectionBecame(status),
    onEvent: (event) => this.conversations.get(event.room)?.heard(event),
  });

  get isOrganiser() {
    return this.me?.roles.includes("organiser") ?? false;
  }

  /** Ask the server who this browser is; nobody is an answer too. */
  async begin() {
    const [me, organisation] = await Promise.all([this.#whoAmI(), send("GET", "/api/organisation")]);
    this.me = me;
    this.organisation = organisation;
  }

  /** @param {Me} me */
  async signedIn(me) {
    this.me = me;
    if (me.language !== language()) await speak(me.language);
    this.#tell("changed");
  }

  /** The login ended by this person's wish. */
  async signOut() {
    await send("DELETE", "/api/logins/current");
    this.forget();
    this.#tell("changed");
  }

  /** The login ended elsewhere. */
  lost() {
    this.forget();
    this.#tell("lost");
  }

  /** Nothing that was read or written stays in memory. */
  forget() {
    this.conversations.clear();
    this.connection.stop();
    this.me = null;
  }

  /** @param {string} room */
  conversationIn(room) {
    const known = this.conversations.get(room);
    if (known) return known;
    const conversation = new Conversation(room, this.connection, () => this.#tell("room"));
    this.conversations.set(room, conversation);
    this.connection.start();
    return conversation;
  }

  /** Whether words of this person exist only in this tab. */
  get hasUnsaved() {
    return [...this.conversations.values()].some(({ draft, unsent }) => draft.trim() !== "" || unsent.length > 0);
  }

  async #whoAmI() {
    try {
      return await send("GET", "/api/me");
    } catch (reason) {
      if (reason instanceof Refused && reason.error.code === "not_signed_in") return null;
      throw reason;
    }
  }

  /** Unknown is not "no": only a clear answer ends the session. */
  async #isSignedIn() {
    try {
      return (await this.#whoAmI()) !== null;
    } catch {
      return true;
    }
  }

  /** @param {Status} status */
  #connectionBecame({ stage, code }) {
    for (const conversation of this.conversations.values()) {
      if (stage === "live") void conversation.connected();
      else conversation.disconnected();
    }
    if (stage === "ended" && code === LOGIN_ENDED) this.lost();
    this.#tell("room");
  }

  /** @param {string} what */
  #tell(what) {
    this.dispatchEvent(new Event(what));
  }
}

export const session = new Session();
addEventListener("online", () => session.connection.hurry());
document.addEventListener("visibilitychange", () => !document.hidden && session.connection.hurry());
