// @ts-check
/**
 * One socket for the whole tab: opens, listens for the beat, comes back after a loss, and matches replies to commands.
 * Knows nothing of rooms. States: `off`, `connecting`, `live`, `waiting` (comes back by itself), `ended` (does not).
 *
 * @import { WireError } from "./wire.js"
 * @typedef {"off"|"connecting"|"live"|"waiting"|"ended"} Stage
 * @typedef {{stage: Stage, code: number}} Status
 * @typedef {{
 *   open: () => WebSocket, isSignedIn: () => Promise<boolean>,
 *   onStatus: (status: Status) => void, onEvent: (event: any) => void, chance?: () => number,
 *   understood?: (code: string) => Promise<void>
 * }} Wiring
 */
import { Lost, Refused } from "./answers.js";
import { delay, isFinal, ownDelay } from "./backoff.js";

const SILENCE = 45_000;
const ANSWER = 20_000;
export const LOGIN_ENDED = 4500;

export class Connection {
  /** @type {WebSocket|null} */ #socket = null;
  /** @type {Map<string, {resolve: (result: any) => void, reject: (reason: Error) => void}>} */ #asked = new Map();
  /** @type {Record<string, ReturnType<typeof setTimeout>>} */ #timers = {};
  #attempt = 0;
  #count = 0;
  /** @type {Status} */ status = { stage: "off", code: 0 };
  /** Milliseconds that the server's clock is ahead of this one. */
  ahead = 0;
  /** Which history the server tells; another one after a restored backup. @type {string|null} */ history = null;

  /** @param {Wiring} wiring */
  constructor(wiring) {
    this.wiring = wiring;
  }

  start() {
    if (this.status.stage === "off" || this.status.stage === "ended") this.#open();
  }

  /** Try now instead of later: the network or the person has come back. */
  hurry() {
    if (this.status.stage === "waiting") this.#open();
  }

  /** Closed for good, at once, without waiting for the other side. */
  stop() {
    this.#leave();
    this.#attempt = 0;
    this.#become("off", 0);
  }

  /**
   * @param {string} type
   * @param {Record<string, unknown>} fields
   * @returns {Promise<any>} the result; rejects with Refused or Lost
   */
  ask(type, fields) {
    const socket = this.#socket;
    if (this.status.stage !== "live" || !socket) return Promise.reject(new Lost(type));
    const id = `c${++this.#count}`;
    const answer = new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
    const overdue = setTimeout(() => this.#lose(4001, ""), ANSWER);
    socket.send(JSON.stringify({ type, id, ...fields }));
    return answer.finally(() => clearTimeout(overdue));
  }

  #open() {
    this.#leave();
    this.#become("connecting", 0);
    const socket = this.wiring.open();
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#heard(JSON.parse(data));
    socket.onclose = ({ code, reason }) => this.#lose(code, reason);
    this.#listen();
  }

  /** @param {any} said */
  #heard(said) {
    this.#listen();
    if (said.type === "reply") return this.#answer(said);
    if (said.now) this.ahead = Date.parse(said.now) - Date.now();
    if (said.type === "beat") return;
    if (said.type !== "hello") return this.wiring.onEvent(said);
    this.#attempt = 0;
    this.history = said.history;
    this.#become("live", 0);
  }

  /** @param {{id: string, ok: boolean, result?: any, error?: WireError}} reply */
  #answer(reply) {
    const asked = this.#asked.get(reply.id);
    this.#asked.delete(reply.id);
    if (reply.ok) asked?.resolve(reply.result);
    else if (reply.error) void this.#refused(asked, reply.error);
  }

  /** A no is told once there are words for it. @param {{reject: (reason: Error) => void}|undefined} asked @param {WireError} error */
  async #refused(asked, error) {
    await this.wiring.understood?.(error.code);
    asked?.reject(new Refused(error));
  }

  /** @param {number} code @param {string} reason */
  async #lose(code, reason) {
    const wasLive = this.status.stage === "live";
    this.#leave();
    if (isFinal(code)) return this.#become("ended", code);
    this.#become("waiting", code);
    const wait = ownDelay(code, reason) ?? 0;
    this.#timers.retry = setTimeout(() => this.hurry(), wait + delay(this.#attempt++, this.#chance()));
    if (!wasLive) await this.#checkLogin();
  }

  /** A browser does not say why a handshake was refused; over HTTP the server does. */
  async #checkLogin() {
    const isSignedIn = await this.wiring.isSignedIn();
    if (isSignedIn || this.status.stage !== "waiting") return;
    this.#leave();
    this.#become("ended", LOGIN_ENDED);
  }

  #leave() {
    Object.values(this.#timers).forEach(clearTimeout);
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onmessage = socket.onclose = null;
      socket.close();
    }
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const one of asked) one.reject(new Lost("no answer"));
  }

  #listen() {
    clearTimeout(this.#timers.silence);
    this.#timers.silence = setTimeout(() => this.#lose(4001, ""), SILENCE);
  }

  #chance() {
    return (this.wiring.chance ?? Math.random)();
  }

  /** @param {Stage} stage @param {number} code */
  #become(stage, code) {
    this.status = { stage, code };
    this.wiring.onStatus(this.status);
  }
}
