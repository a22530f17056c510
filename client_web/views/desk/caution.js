// @ts-check
/**
 * What the rooms one looks after are careful with: a locked door, newcomers' first messages, what somebody writes. One
 * press each, undone the same way. Asking for help and telling the team stay possible always.
 *
 * @import { CarefulWith } from "./read-first.js"
 * @typedef {{
 *   is_locked: boolean, locked_since: string|null, newcomers: boolean, people: CarefulWith[], raided_since: string|null
 * }} Caution
 * @typedef {{id: string, name: string, my: {role: string}|null}} MyRoom
 */
import { announce } from "../../app/announce.js";
import { fill, h } from "../../app/element.js";
import { attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, t } from "../../app/i18n.js";
import { guides } from "../../app/standing.js";
import { newcomersFirst, peopleFirst } from "./read-first.js";

export function cautions() {
  const rooms = h("div", { class: "stack close" });
  const raid = h("div", { class: "stack" });
  const problem = h("div", { class: "problem", role: "alert" });
  const element = h("section", { class: "cautions", hidden: true }, h("h2", {}, t("desk.rooms")), problem, rooms);
  /** @type {Map<string, ReturnType<typeof ofRoom>>} */
  const known = new Map();

  async function look() {
    const { rooms: mine } = await send("GET", "/api/rooms");
    const guided = /** @type {MyRoom[]} */ (mine.filter((/** @type {MyRoom} */ { my }) => guides(my?.role)));
    const found = await Promise.all(guided.map(({ id }) => send("GET", `/api/rooms/${id}/caution`)));
    element.hidden = guided.length === 0;
    forget(new Set(guided.map(({ id }) => id)));
    guided.forEach((one, index) => partOf(one).draw(found[index]));
  }

  /** @param {ReadonlySet<string>} ids what is still looked after */
  function forget(ids) {
    for (const [id, part] of known) {
      if (ids.has(id)) continue;
      part.element.remove();
      part.raid.remove();
      known.delete(id);
    }
  }

  /** What is half written in a room's part stays: it is made once. @param {MyRoom} room */
  function partOf(room) {
    const part = known.get(room.id) ?? ofRoom(room);
    if (known.has(room.id)) return part;
    known.set(room.id, part);
    rooms.append(part.element);
    raid.append(part.raid);
    return part;
  }

  const read = () => attempt(problem, look);
  void read(); // also where the connection was there before this screen
  return { element, raid, read };
}

/** @param {MyRoom} room */
function ofRoom(room) {
  const summary = h("summary", {}, room.name);
  const lock = h("div", {});
  const raid = h("div", { class: "caution", hidden: true });
  const first = newcomersFirst(room.id, draw);
  const named = peopleFirst(room.id, draw);
  const inside = h("div", { class: "stack" }, lock, first.element, named.element);
  const element = h("details", { class: "fold" }, summary, inside);
  element.addEventListener("toggle", () => element.open && named.begin());
  /** @type {{isLocked: boolean, raidedSince: string|null}|null} */
  let drawn = null;

  /** @param {Caution} caution */
  function draw({ is_locked: isLocked, locked_since: since, newcomers, people, raided_since: raidedSince }) {
    first.draw(newcomers);
    named.draw(people);
    if (drawn?.isLocked !== isLocked) {
      summary.textContent = isLocked ? t("desk.locked_room", { room: room.name }) : room.name;
      fill(lock, isLocked ? unlocking(room, since, turned) : locking(room, turned));
      if (isLocked) element.open = true;
    }
    if (drawn?.isLocked !== isLocked || drawn.raidedSince !== raidedSince) drawRaid(isLocked ? null : raidedSince);
    drawn = { isLocked, raidedSince };
  }

  /** Something is unlike this room: said where one looks first. @param {string|null} since */
  function drawRaid(since) {
    raid.hidden = !since;
    const words = since && t("desk.raid", { room: room.name, time: clockTime(since) });
    fill(raid, words && h("p", { role: "status" }, words), since && locking(room, turned));
  }

  /** @param {Caution} caution */
  function turned(caution) {
    draw(caution);
    announce(t(caution.is_locked ? "desk.locked_now" : "desk.unlocked_now"));
    summary.focus();
  }

  return { element, raid, draw };
}

/** @param {MyRoom} room @param {(caution: Caution) => void} turned */
function locking(room, turned) {
  return form({
    fields: [
      h("p", { class: "soft" }, t("desk.lock_words")),
      field({ name: "reason", label: t("desk.lock_reason"), maxlength: 300 }),
    ],
    button: t("desk.lock"),
    isMain: false,
    act: async ({ reason }) => turned(await send("POST", `/api/rooms/${room.id}/lockdown`, { is_on: true, reason })),
  });
}

/** @param {MyRoom} room @param {string|null} since @param {(caution: Caution) => void} turned */
function unlocking(room, since, turned) {
  return form({
    fields: [
      h("p", {}, t("desk.locked", { time: since ? clockTime(since) : "" })),
      field({ name: "reason", label: t("desk.unlock_reason"), maxlength: 300 }),
    ],
    button: t("desk.unlock"),
    isMain: false,
    act: async ({ reason }) => turned(await send("POST", `/api/rooms/${room.id}/lockdown`, { is_on: false, reason })),
  });
}
