// @ts-check
/**
 * What the rooms one looks after are careful with: a locked door, newcomers' first messages. One press each, undone the
 * same way. Asking for help and telling the team stay possible always.
 *
 * @typedef {{
 *   is_locked: boolean, locked_since: string|null, newcomers: boolean,
 *   people: {participation: string, display_name: string}[], raided_since: string|null
 * }} Caution
 * @typedef {{id: string, name: string, my: {role: string}|null}} MyRoom
 */
import { h } from "../../app/element.js";
import { attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, t } from "../../app/i18n.js";
import { guides } from "../../app/standing.js";

export function cautions() {
  const rooms = h("div", { class: "stack" });
  const raid = h("div", {});
  const problem = h("div", { class: "problem", role: "alert" });
  const element = h("section", { class: "cautions" }, h("h2", {}, t("desk.rooms")), problem, rooms);

  const read = () =>
    attempt(problem, async () => {
      const { rooms: mine } = await send("GET", "/api/rooms");
      const guided = mine.filter((/** @type {MyRoom} */ { my }) => guides(my?.role));
      const found = await Promise.all(
        guided.map((/** @type {MyRoom} */ { id }) => send("GET", `/api/rooms/${id}/caution`)),
      );
      element.hidden = guided.length === 0;
      rooms.replaceChildren(
        ...guided.map((/** @type {MyRoom} */ one, /** @type {number} */ index) => ofRoom(one, found[index], read)),
      );
      raid.replaceChildren(
        ...guided.flatMap((/** @type {MyRoom} */ one, /** @type {number} */ index) => raided(one, found[index], read)),
      );
    });
  return { element, raid, read };
}

/** Something is unlike this room: said where one looks first. @param {MyRoom} room @param {Caution} caution @param {() => unknown} again */
function raided(room, caution, again) {
  if (!caution.raided_since || caution.is_locked) return [];
  return [
    h(
      "div",
      { class: "caution", role: "status" },
      h("p", {}, t("desk.raid", { room: room.name, time: clockTime(caution.raided_since) })),
      locking(room, again),
    ),
  ];
}

/** @param {MyRoom} room @param {Caution} caution @param {() => unknown} again */
function ofRoom(room, caution, again) {
  return h(
    "details",
    { class: "fold", open: caution.is_locked },
    h("summary", {}, caution.is_locked ? t("desk.locked_room", { room: room.name }) : room.name),
    h(
      "div",
      { class: "stack" },
      caution.is_locked ? unlocking(room, caution, again) : locking(room, again),
      newcomers(room, caution, again),
    ),
  );
}

/** @param {MyRoom} room @param {() => unknown} again */
function locking(room, again) {
  return form({
    fields: [
      h("p", { class: "soft" }, t("desk.lock_words")),
      field({ name: "reason", label: t("desk.lock_reason"), maxlength: 300 }),
    ],
    button: t("desk.lock"),
    isMain: false,
    act: async ({ reason }) => {
      await send("POST", `/api/rooms/${room.id}/lockdown`, { is_on: true, reason });
      await again();
    },
  });
}

/** @param {MyRoom} room @param {Caution} caution @param {() => unknown} again */
function unlocking(room, { locked_since: since }, again) {
  return form({
    fields: [
      h("p", {}, t("desk.locked", { time: since ? clockTime(since) : "" })),
      field({ name: "reason", label: t("desk.unlock_reason"), maxlength: 300 }),
    ],
    button: t("desk.unlock"),
    isMain: false,
    act: async ({ reason }) => {
      await send("POST", `/api/rooms/${room.id}/lockdown`, { is_on: false, reason });
      await again();
    },
  });
}

/** @param {MyRoom} room @param {Caution} caution @param {() => unknown} again */
function newcomers(room, caution, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const id = `newcomers-${room.id}`;
  const box = h("input", { type: "checkbox", id, checked: caution.newcomers });
  box.addEventListener("change", () =>
    attempt(problem, async () => {
      await send(box.checked ? "PUT" : "DELETE", `/api/rooms/${room.id}/premoderation`, {});
      await again();
    }),
  );
  return h(
    "div",
    { class: "check" },
    box,
    h("label", { for: id }, t("desk.newcomers")),
    h("p", { class: "hint" }, t("desk.newcomers_hint")),
    problem,
  );
}
