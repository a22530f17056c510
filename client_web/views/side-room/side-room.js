// @ts-check
/**
 * Two people by themselves, on a case, for some time: somebody who looks after the group, and a person.
 *
 * @import { Place } from "../../app/router.js"
 * @typedef {{
 *   side_room: string, room: string, case: string|null, with: string, is_staff: boolean, offered_at: string,
 *   accepted_at: string|null, declined_at: string|null, ends_at: string, closed_at: string|null, outcome: string|null
 * }} SideRoom
 * @typedef {{n: number, is_yours: boolean, text: string, at: string}} SideMessage
 */
import { fill, h } from "../../app/element.js";
import { askingButton, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, t } from "../../app/i18n.js";
import { newClientId } from "../../app/ids.js";
import { screen, style } from "../../app/screen.js";
import { talking } from "../../app/talking.js";
import { endings } from "./endings.js";

style("./side-room.css", import.meta.url);
const NEWS = new Set(["all", "side_room"]);

/** @param {Place} place */
export const show = (place) =>
  screen(place, { look: "side-room", load: () => found(place), draw: (one) => sideRoom(place, one) });

/** @param {Place} place @returns {Promise<SideRoom>} */
async function found({ params }) {
  const { side_rooms: all } = await send("GET", "/api/side-rooms");
  const one = all.find((/** @type {SideRoom} */ each) => each.side_room === params.side);
  return one ?? send("GET", `/api/side-rooms/${params.side}/messages`);
}

/** @param {Place} place @param {SideRoom} first */
function sideRoom(place, first) {
  let one = first;
  let last = 0;
  const state = h("p", { class: "soft", role: "status" });
  const log = h("div", { class: "entries", role: "log", "aria-label": t("care.side.said"), "aria-live": "polite" });
  const below = h("div", { class: "stack" });
  const left = h("span", { class: "soft left" });

  async function read() {
    if (!one.accepted_at) return;
    const { messages } = await send("GET", `/api/side-rooms/${one.side_room}/messages?after=${last}`);
    for (const message of messages.filter((/** @type {SideMessage} */ each) => each.n > last)) {
      last = message.n;
      log.append(line(message, one.with));
    }
    log.lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  async function again() {
    one = await found(place);
    if (!place.isCurrent()) return;
    draw();
    await read();
  }

  function draw() {
    state.textContent = stateOf(one);
    const isOn = one.accepted_at !== null && one.closed_at === null;
    const shape = `${isOn} ${one.closed_at}`;
    if (below.dataset.shape !== shape)
      fill(below, ...(isOn ? [writing(one, again), ...endings(one, again)] : [out(one)]));
    below.dataset.shape = shape;
    drawClock();
  }

  function drawClock() {
    const seconds = Math.max(0, Math.round((Date.parse(one.ends_at) - Date.now()) / 1000));
    const minutes = Math.ceil(seconds / 60);
    left.textContent = one.accepted_at && !one.closed_at ? t("care.side.minutes_left", { count: minutes }) : "";
  }

  const heard = (/** @type {Event} */ event) =>
    NEWS.has(/** @type {CustomEvent<string>} */ (event).detail) && void again();
  talking.connection.start();
  talking.addEventListener("news", heard);
  const clock = setInterval(drawClock, 5000);
  place.onLeave(() => {
    talking.removeEventListener("news", heard);
    clearInterval(clock);
  });
  draw();
  void read();
  return [
    h("header", {}, h("h1", {}, t("care.side.title", { name: one.with })), left),
    h("p", { class: "soft" }, t("care.side.words")),
    state,
    log,
    below,
  ];
}

/** @param {SideRoom} one */
function stateOf(one) {
  if (one.closed_at) return t("care.side.over");
  if (one.declined_at) return t("care.side.declined", { name: one.with });
  return one.accepted_at ? "" : t("care.side.waits", { name: one.with });
}

/** @param {SideMessage} message @param {string} other */
function line({ is_yours: isYours, text, at }, other) {
  return h(
    "article",
    { class: "message" },
    h(
      "header",
      {},
      h("bdi", { class: "name" }, isYours ? t("people.you") : other),
      " ",
      h("time", { class: "soft", datetime: at }, clockTime(at)),
    ),
    h("p", { class: "words", dir: "auto" }, text),
  );
}

/** Kept until it is there; the same words sent twice are one message. @param {SideRoom} one @param {() => Promise<void>} again */
function writing(one, again) {
  let clientId = newClientId();
  const area = h("textarea", { id: "writing", name: "text", rows: 2, required: true, maxlength: 4000 });
  const label = h("label", { for: "writing", class: "soft" }, t("care.side.write", { name: one.with }));
  area.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    area.form?.requestSubmit();
  });
  return form({
    fields: [h("div", { class: "field" }, label, area)],
    button: t("care.side.send"),
    act: async ({ text }) => {
      await send("POST", `/api/side-rooms/${one.side_room}/messages`, { client_id: clientId, text: text.trim() });
      clientId = newClientId();
      area.value = "";
      area.focus();
      await again();
    },
  });
}

/** @param {SideRoom} one */
function out(one) {
  const [href, key] = one.is_staff ? ["/desk", "care.side.to_desk"] : [`/rooms/${one.room}`, "care.side.to_group"];
  return h("p", {}, h("a", { class: "button main", href }, t(key)));
}

/** The person may end it at any time, without a word. @param {SideRoom} one @param {() => Promise<void>} again */
export function leaving(one, again) {
  return askingButton({
    label: t("care.side.leave"),
    question: t("care.side.leave_question"),
    yes: t("care.side.leave_yes"),
    act: async () => {
      await send("POST", `/api/side-rooms/${one.side_room}/close`, { outcome: "left" });
      await again();
    },
  });
}
