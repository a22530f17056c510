// @ts-check
/**
 * My groups.
 *
 * @import { Place } from "../../app/router.js"
 * @typedef {{
 *   id: string, name: string, purpose: string, state: string, capacity: number, free_seats: number,
 *   my: {participation: string, display_name: string, role: string}|null, applications_waiting?: number
 * }} MyRoom
 */
import { h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { session } from "../../app/session.js";
import { guides } from "../../app/standing.js";

/** @param {Place} place */
export const show = (place) => screen(place, { load: () => send("GET", "/api/rooms"), draw: list });

/** @param {{rooms: MyRoom[], applications: {name: string, display_name: string}[]}} found */
function list({ rooms, applications }) {
  if (rooms.some(({ my }) => guides(my?.role))) session.looksAfterRoom();
  return [
    h("h1", {}, t("rooms.title")),
    session.isOrganiser && !session.organisation?.is_set_up && notSetUp(),
    rooms.length + applications.length === 0 &&
      h("p", {}, t(session.isOrganiser ? "rooms.empty_organiser" : "rooms.empty")),
    h("ul", { class: "list" }, ...rooms.map(line)),
    ...applications.map(({ name, display_name: asked }) => h("p", {}, t("rooms.asked", { name, asked }))),
    h(
      "div",
      { class: "row" },
      session.isOrganiser && h("a", { class: "button second", href: "/rooms/new" }, t("rooms.new")),
      h("a", { class: "button plain", href: "/directory" }, t("menu.directory")),
    ),
  ];
}

function notSetUp() {
  return h(
    "div",
    { class: "caution" },
    h("p", {}, t("rooms.help_missing")),
    h("p", {}, h("a", { href: "/organisation" }, t("menu.organisation"))),
  );
}

/** @param {MyRoom} room */
function line(room) {
  const isStaff = session.isOrganiser || guides(room.my?.role);
  return h(
    "li",
    {},
    h(
      "div",
      { class: "stack close" },
      h("h2", {}, h("bdi", {}, room.name)),
      h("p", {}, room.purpose),
      h("p", { class: "soft" }, facts(room).join(" · ")),
      isStaff && room.applications_waiting
        ? h("p", {}, t("rooms.waiting", { count: room.applications_waiting }))
        : null,
    ),
    h(
      "div",
      { class: "row" },
      isStaff &&
        h(
          "a",
          {
            class: "button plain",
            href: `/rooms/${room.id}/settings`,
            "aria-label": t("rooms.settings_of", { name: room.name }),
          },
          t("room.settings"),
        ),
      room.my &&
        h(
          "a",
          {
            class: "button plain",
            href: `/rooms/${room.id}/meetings`,
            "aria-label": t("rooms.sessions_of", { name: room.name }),
          },
          t("rooms.sessions"),
        ),
      room.my &&
        h(
          "a",
          { class: "button main", href: `/rooms/${room.id}`, "aria-label": t("rooms.enter_one", { name: room.name }) },
          t("rooms.enter"),
        ),
    ),
  );
}

/** @param {MyRoom} room */
function facts({ state, my, free_seats: free, capacity }) {
  const name = my && t("rooms.you_are", { name: my.display_name });
  const role = my && my.role !== "participant" && t(`role.${my.role}`);
  return [t(`room.state.${state}`), name, role, t("door.free_of", { count: free, capacity })].filter(Boolean);
}
