// @ts-check
/**
 * Two people by themselves, on a case, for some time: somebody who looks after the group, and a person.
 *
 * @import { Place } from "../../app/router.js"
 * @typedef {{
 *   side_room: string, room: string, state: "offered"|"open"|"declined"|"closed", is_staff: boolean, said: number,
 *   with_name: string|null, offered_at: string, ends_at: string, closed_at: string|null, case: string|null,
 *   outcome: string|null
 * }} SideRoom
 * @typedef {{n: number, by: string|null, is_mine: boolean, is_staff: boolean, text: string, at: string}} SideMessage
 */
import { Refused } from "../../app/answers.js";
import { fill, h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { clockTime, t } from "../../app/i18n.js";
import { sentenceFor } from "../../app/refusal.js";
import { screen, style } from "../../app/screen.js";
import { talking } from "../../app/talking.js";
import { answering } from "../care/side-offer.js";
import { endings } from "./endings.js";
import { writing } from "./writing.js";

style("./side-room.css", import.meta.url);
const NEWS = new Set(["all", "everything", "side_room"]);
const CLOCK = 5000;
const LOOK_AGAIN = 20_000;
const KEEP = 120_000;

/** @param {Place} place */
export const show = (place) =>
  screen(place, { look: "side-room", load: () => found(place), draw: (one) => sideRoom(place, one) });

/** @param {Place} place @returns {Promise<SideRoom>} */
async function found({ params }) {
  const { side_rooms: all } = await send("GET", "/api/side-rooms");
  const one = all.find((/** @type {SideRoom} */ each) => each.side_room === params.side);
  if (!one) throw new Refused({ code: "not_found", retry_after: null, details: {} });
  return one;
}

/** @param {Place} place @param {SideRoom} first */
function sideRoom(place, first) {
  let one = first;
  let last = 0;
  const title = h("h1", {}, t("care.side.title", { name: nameOf(one) }));
  const state = h("p", { class: "soft", role: "status" });
  const log = h("div", { class: "entries", role: "log", "aria-label": t("care.side.said"), "aria-live": "polite" });
  const below = h("div", { class: "stack" });
  const left = h("span", { class: "soft left" });

  async function read() {
    if (one.said <= last) return;
    const { messages } = await send("GET", `/api/side-rooms/${one.side_room}/messages?after=${last}`);
    for (const message of messages.filter((/** @type {SideMessage} */ each) => each.n > last)) {
      last = message.n;
      log.append(line(message));
    }
    (below.querySelector("form") ?? log.lastElementChild)?.scrollIntoView({ block: "nearest" });
  }

  async function again() {
    const now = await found(place);
    if (!place.isCurrent()) return;
    follow(now);
    draw();
    await read();
  }

  /** What cannot be asked for now is asked for again; until then it says so. */
  async function look() {
    try {
      await again();
    } catch (reason) {
      if (!(reason instanceof Refused)) throw reason;
      say(sentenceFor(reason.error));
    }
  }

  /** Who listens keeps the case, however long nobody writes: it is not given to others in the middle of a talk. */
  async function keep() {
    if (!one.is_staff || one.state !== "open") return;
    try {
      await send("PUT", `/api/cases/${one.case}/claim`, {});
    } catch (reason) {
      if (!(reason instanceof Refused)) throw reason;
      say(sentenceFor(reason.error));
    }
  }

  /** Somebody else may go on with the person: both are told, and nothing that was said changes its author. @param {SideRoom} now */
  function follow(now) {
    if (nameOf(now) !== nameOf(one)) {
      title.textContent = t("care.side.title", { name: nameOf(now) });
      log.append(h("p", { class: "soft" }, t("care.side.goes_on", { name: nameOf(now) })));
      const label = below.querySelector('label[for="writing"]');
      if (label) label.textContent = t("care.side.write", { name: nameOf(now) });
    }
    one = now;
  }

  function draw() {
    say(stateOf(one));
    if (below.dataset.state !== one.state) drawBelow();
    below.dataset.state = one.state;
    drawClock();
  }

  function drawBelow() {
    const hadFocus = below.contains(document.activeElement);
    const unsaid = one.state === "open" ? "" : talking.asides.get(one.side_room)?.trim();
    if (unsaid) talking.asides.delete(one.side_room); // from here on it can be read, and no more be sent
    fill(below, ...(unsaid ? [kept(unsaid)] : []), ...beneath(one, again));
    if (hadFocus) below.querySelector("textarea, a.main, button.main")?.focus();
  }

  /** @param {string} sentence said once, however often it is looked at */
  function say(sentence) {
    if (state.textContent !== sentence) state.textContent = sentence;
  }

  function drawClock() {
    const minutes = Math.ceil(Math.max(0, Date.parse(one.ends_at) - Date.now()) / 60_000);
    left.textContent = one.state === "open" ? t("care.side.minutes_left", { count: minutes }) : "";
  }

  const heard = (/** @type {Event} */ event) =>
    NEWS.has(/** @type {CustomEvent<string>} */ (event).detail) && void look();
  talking.connection.start();
  talking.addEventListener("news", heard);
  const clock = setInterval(drawClock, CLOCK);
  const patience = setInterval(look, LOOK_AGAIN);
  const keeping = setInterval(keep, KEEP);
  place.onLeave(() => {
    talking.removeEventListener("news", heard);
    clearInterval(clock);
    clearInterval(patience);
    clearInterval(keeping);
  });
  draw();
  void look(); // what came between asking and listening
  void keep();
  return [h("header", {}, title, left), h("p", { class: "soft" }, t("care.side.words")), state, log, below];
}

/** What was being written when it ended is not thrown away. @param {string} words */
function kept(words) {
  return h(
    "div",
    { class: "stack close" },
    h("p", { class: "soft" }, t("care.side.not_sent")),
    h("p", { class: "promise", dir: "auto" }, words),
  );
}

/** @param {SideRoom} one @param {() => Promise<void>} again */
function beneath(one, again) {
  if (one.state === "open") return [writing(one, again), ...endings(one, again)];
  return one.state === "offered" && !one.is_staff ? [answering(one, again)] : [out(one)];
}

/** @param {SideRoom} one */
function stateOf(one) {
  const words = { closed: "care.side.over", declined: "care.side.declined", offered: "care.side.waits" };
  if (one.state === "open" || (one.state === "offered" && !one.is_staff)) return "";
  return t(words[one.state], { name: nameOf(one) });
}

/** @param {SideRoom} one */
export function nameOf({ with_name: name }) {
  return name ?? t("care.side.team");
}

/** @param {SideMessage} message */
function line({ is_mine: isMine, by, text, at }) {
  return h(
    "article",
    { class: "message" },
    h(
      "header",
      {},
      h("bdi", { class: "name" }, isMine ? t("care.side.you") : (by ?? t("care.side.team"))),
      " ",
      h("time", { class: "soft", datetime: at }, clockTime(at)),
    ),
    h("p", { class: "words", dir: "auto" }, text),
  );
}

/** @param {SideRoom} one */
function out(one) {
  const [href, key] = one.is_staff ? ["/desk", "care.side.to_desk"] : [`/rooms/${one.room}`, "care.side.to_group"];
  return h("p", {}, h("a", { class: "button main", href }, t(key)));
}
