// @ts-check
/**
 * Groups that anybody can ask to join.
 *
 * @import { Place } from "../../app/router.js"
 * @import { RoomCard } from "../door/letter.js"
 */
import { h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";

/** @param {Place} place */
export const show = (place) => screen(place, { load: () => send("GET", "/api/directory"), draw: directory });

/** @param {{rooms: RoomCard[]}} found */
function directory({ rooms }) {
  return [
    h("h1", {}, t("directory.title")),
    rooms.length === 0 && h("p", {}, t("directory.empty")),
    h("ul", { class: "list" }, ...rooms.map(line)),
  ];
}

/** @param {RoomCard} card */
function line(card) {
  return h(
    "li",
    {},
    h(
      "div",
      { class: "stack close" },
      h("h2", {}, card.name),
      h("p", {}, card.purpose),
      h("p", { class: "soft" }, t("door.free_of", { count: card.free_seats, capacity: card.capacity })),
    ),
    h(
      "a",
      {
        class: "button second",
        href: `/rooms/${card.id}/door`,
        "aria-label": t("directory.look_at", { name: card.name }),
      },
      t("directory.look"),
    ),
  );
}
