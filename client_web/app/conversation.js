// @ts-check
/**
 * One room over one connection: follows it, resumes after a loss, keeps what is written until the server has it.
 * Everything lives in memory and goes with the tab.
 *
 * @import { Connection } from "./connection.js"
 * @import { WireError } from "./wire.js"
 * @import { RoomState } from "./room-state.js"
 * @import { Unsent } from "./outbox.js"
 * @typedef {"joining"|"here"|"away"|"refused"} Place
 */
import { Lost, Refused } from "./answers.js";
import { clientTag, newClientId } from "./ids.js";
import * as outbox from "./outbox.js";
import * as roomState from "./room-state.js";

const PAGE = 50;

export class Conversation {
  /** @type {RoomState} */ state = roomState.EMPTY;
  /** @type {Unsent[]} */ unsent = [];
  /** @type {Place} */ place = "away";
  /** @type {WireError|null} */ refusal = null;
  draft = "";
  /** @type {string|null} */ replyTo = null;
  needsSupport = false;
  /** Why the draft has come back. @type {WireError|null} */ returned = null;
  /** How many of this person's words have become questions that wait. */
  asked = 0;
  /** Whether somebody of the staff writes without their badge. */
  asPerson = false;
  isWanted = false;
  /** Whether the room is what is on the screen. */
  isSeen = false;
  /** @type {Map<string, string>} */ #tags = new Map();
  /** What the numbers in `state` belong to: a restored server counts anew. @type {string|null} */ #history = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #later;

  /** @param {string} room @param {Connection} connection @param {() => void} onChange */
  constructor(room, connection, onChange) {
    this.room = room;
    this.connection = connection;
    this.onChange = onChange;
  }

  /** Sit down in the room. Others see this person as present from now on. */
  async enter() {
    this.isSeen = true;
    await this.keepPost();
  }

  /** Be in the room whether it is looked at or not, as whoever is on duty is while they sit at the desk. */
  async keepPost() {
    this.isWanted = true;
    if (this.connection.status.stage === "live") await this.#join();
  }

  /** Look elsewhere. Whoever is not on duty stands up without leaving the group; what is not sent yet still goes out. */
  async stepOut() {
    this.isSeen = false;
    await this.#leaveUnlessOnDuty();
  }

  /** Without whoever is on duty the room would have to wait: they are in it wherever they look. */
  async #leaveUnlessOnDuty() {
    const { life, you } = this.state;
    if (this.isSeen || !this.isWanted || (you && life?.on_duty?.includes(you.participation))) return;
    this.isWanted = false;
    this.place = "away";
    await this.#quietly(this.connection.ask("room.unfollow", { room: this.room }));
  }

  /** The connection is live again. */
  async connected() {
    if (this.isWanted) await this.#join();
    if (this.place === "here") await this.#leaveUnlessOnDuty();
    await this.#flush();
  }

  /** The connection is gone; nothing that was written is. */
  disconnected() {
    if (this.place !== "refused") this.place = "away";
    this.unsent = outbox.interrupted(this.unsent);
    this.onChange();
  }

  /** @param {any} event */
  async heard(event) {
    if (event.type === "follow.ended") {
      await this.connection.wiring.understood?.(event.code);
      return this.#stand("refused", { code: event.code, retry_after: null, details: {} });
    }
    if (event.type === "presence.changed") {
      this.state = roomState.presenceChanged(this.state, event);
      return this.onChange();
    }
    this.state = roomState.happened(this.state, event);
    if (event.type === "message.posted") this.#settle(event.message.client_tag);
    if (event.type === "duty.ended") await this.#leaveUnlessOnDuty();
    this.onChange();
    if (this.state.hasGap && this.place === "here") await this.#join();
  }

  /** @param {string} text @param {string|null} replyTo */
  async send(text, replyTo) {
    const clientId = newClientId();
    this.unsent = outbox.written(this.unsent, { clientId, text, replyTo });
    this.onChange();
    const tag = await clientTag(clientId);
    if (tag) this.#tags.set(tag, clientId);
    await this.#flush();
  }

  /** @param {string} clientId */
  takeBack(clientId) {
    this.unsent = outbox.gone(this.unsent, clientId);
    this.onChange();
  }

  /** @param {string} clientId */
  async insist(clientId) {
    this.unsent = outbox.insisted(this.unsent, clientId);
    await this.#flush();
  }

  /** @param {string} clientId */
  async tryAgain(clientId) {
    this.unsent = outbox.triedAgain(this.unsent, clientId);
    await this.#flush();
  }

  /** @param {string} message */
  remove(message) {
    return this.connection.ask("message.remove", { room: this.room, message });
  }

  /** @param {string} message @param {string} kind @param {boolean} isOn */
  react(message, kind, isOn) {
    return this.connection.ask("reaction.set", { room: this.room, message, kind, is_on: isOn });
  }

  /**
   * What changes the floor. @param {string} command @param {Record<string, unknown>} fields
   * @param {boolean} isVersioned where two people could decide at once: whoever saw an older floor is told
   */
  act(command, fields, isVersioned) {
    const seen = isVersioned ? { version: this.state.floor?.version ?? 0 } : {};
    return this.connection.ask(command, { room: this.room, ...seen, ...fields });
  }

  /** Not to see what somebody writes, or to see it again. @param {string} participation @param {boolean} isOn */
  mute(participation, isOn) {
    this.state = roomState.mutedBy(this.state, participation, isOn);
    this.onChange();
  }

  /** One page of what was said earlier; nothing from before this person joined. */
  async older() {
    const fields = { room: this.room, before: this.state.oldest, limit: PAGE };
    this.state = roomState.pagedBack(this.state, await this.connection.ask("room.page", fields));
    this.onChange();
  }

  async #join() {
    if (this.place === "joining") return;
    this.#stand("joining", null);
    try {
      await this.#followOrResume();
      this.#stand("here", null);
    } catch (reason) {
      if (reason instanceof Refused) this.#turnedAway(reason.error);
      else if (reason instanceof Lost) this.#stand("away", null);
      else throw reason;
    }
  }

  /** @param {WireError} refusal for good, or for as long as the server is too busy */
  #turnedAway(refusal) {
    const isPassing = outbox.PASSING.has(refusal.code);
    this.#stand(isPassing ? "away" : "refused", isPassing ? null : refusal);
    if (isPassing) setTimeout(() => this.isWanted && this.place === "away" && this.#join(), outbox.waitAfter(refusal));
  }

  async #followOrResume() {
    if (!this.state.room) return this.#follow();
    try {
      const fields = { room: this.room, after: this.state.head, history: this.#history };
      this.state = roomState.resumed(this.state, await this.connection.ask("room.resume", fields));
    } catch (reason) {
      if (!(reason instanceof Refused) || reason.error.code !== "history_changed") throw reason;
      await this.#follow();
    }
  }

  async #follow() {
    this.#history = this.connection.history;
    this.state = roomState.followed(await this.connection.ask("room.follow", { room: this.room }));
  }

  async #flush() {
    const now = Date.now();
    const one = outbox.next(this.unsent, now);
    if (!one || this.connection.status.stage !== "live") return this.#flushLater(now);
    this.unsent = outbox.sending(this.unsent, one.clientId);
    this.onChange();
    if (await this.#post(one)) await this.#flush();
  }

  /** @param {number} now */
  #flushLater(now) {
    this.onChange();
    clearTimeout(this.#later);
    const first = this.unsent.find((one) => one.stage === "waiting");
    if (first && first.notBefore > now) this.#later = setTimeout(() => this.#flush(), first.notBefore - now);
  }

  /** @param {Unsent} one @returns {Promise<boolean>} whether the next may follow */
  async #post({ clientId, text, replyTo, insisted }) {
    const fields = { room: this.room, client_id: clientId, text, reply_to: replyTo, insisted, ...this.#ground() };
    try {
      const { support, question, held } = await this.connection.ask("message.post", fields);
      if (held) this.state = roomState.awaits(this.state, "held");
      if (question) this.asked += 1;
      this.unsent = outbox.gone(this.unsent, clientId);
      this.needsSupport ||= support;
    } catch (reason) {
      if (!(reason instanceof Refused)) return false;
      if (outbox.HANDED_BACK.has(reason.error.code)) return this.#handBack(clientId, reason.error);
      this.unsent = outbox.refused(this.unsent, clientId, reason.error, Date.now());
      this.needsSupport ||= reason.error.details?.support === true;
    }
    this.onChange();
    return true;
  }

  /** What the author saw when they wrote. */
  #ground() {
    return { floor: this.state.floor?.version ?? null, as_person: this.asPerson };
  }

  /** The room had changed before the words came there: they are a draft again. @param {string} clientId @param {WireError} refusal */
  #handBack(clientId, refusal) {
    const one = this.unsent.find((known) => known.clientId === clientId);
    if (one) {
      this.unsent = outbox.gone(this.unsent, clientId);
      this.draft = [one.text, this.draft.trim()].filter(Boolean).join("\n");
      this.replyTo ??= one.replyTo;
      this.returned = refusal;
    }
    this.onChange();
    return true;
  }

  /** @param {string|undefined} tag */
  #settle(tag) {
    const clientId = tag && this.#tags.get(tag);
    if (clientId) this.unsent = outbox.gone(this.unsent, clientId);
  }

  /** @param {Place} place @param {WireError|null} refusal */
  #stand(place, refusal) {
    this.place = place;
    this.refusal = refusal;
    this.onChange();
  }

  /** @param {Promise<unknown>} asked */
  async #quietly(asked) {
    try {
      await asked;
    } catch (reason) {
      if (!(reason instanceof Lost || reason instanceof Refused)) throw reason;
    }
  }
}
