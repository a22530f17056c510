// @ts-check
/**
 * Full, closed, paused, nobody there: said plainly, with what one can do instead.
 *
 * @import { DoorCard } from "./letter.js"
 */
import { h } from "../../app/element.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { opening } from "../../app/standing.js";

/** @param {DoorCard} door */
export function situation(door) {
  const { situations, elsewhere } = door;
  if (situations.length === 0) return null;
  const rooms = door.instead.includes("other_rooms") ? elsewhere : [];
  const ways = door.instead.filter((one) => one !== "other_rooms" && one !== "help");
  return h(
    "div",
    { class: "situation" },
    h("p", {}, told(situations).join(" ")),
    ways.length > 0 && h("p", {}, ways.map((one) => insteadWords(one, door)).join(" ")),
    rooms.length > 0 && h("p", {}, t("door.instead.other_rooms"), " ", ...links(rooms)),
    door.instead.includes("help") && h("p", { class: "soft" }, t("door.instead.help")),
  );
}

/** That nobody is there goes without saying where the group is closed. @param {string[]} situations */
function told(situations) {
  const isOver = situations.includes("closed") || situations.includes("paused");
  return situations.filter((one) => !isOver || one !== "nobody_on_duty").map((one) => t(`door.situation.${one}`));
}

/** @param {string} one @param {DoorCard} door */
function insteadWords(one, door) {
  const time = opening(/** @type {any} */ (door), Date.now());
  return t(`door.instead.${one}`, { time: time ? dayAndTime(time) : "" });
}

/** @param {DoorCard["elsewhere"]} rooms */
function links(rooms) {
  return rooms.flatMap((room, index) => [
    index > 0 ? ", " : "",
    h("a", { href: `/rooms/${room.id}/door` }, h("bdi", {}, room.name)),
  ]);
}
