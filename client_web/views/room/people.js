// @ts-check
/**
 * Who is in the group: the sofas, and the same in words. Seats stay where they are while people stay.
 *
 * @import { RoomState } from "../../app/room-state.js"
 * @import { Person } from "../../app/wire.js"
 */
import { fill, h } from "../../app/element.js";
import { listed, t } from "../../app/i18n.js";
import { style } from "../../app/screen.js";
import { LARGEST, seatMap } from "./seat-map.js";
import { seated } from "./seats.js";

style("./people.css", import.meta.url);

/** @param {Node[]} below what else belongs to the group: its settings, the way out of it */
export function peoplePanel(below) {
  /** @type {(string|null)[]} */
  let seats = [];
  const title = h("span", {});
  const drawing = h("div", { class: "drawing" });
  const list = h("ul", { class: "people-list" });
  const free = h("p", { class: "soft" });
  const isWide = matchMedia("(min-width: 50rem)").matches;
  const details = h(
    "details",
    { class: "people", open: isWide, "data-closes": !isWide },
    h("summary", {}, title),
    h("div", { class: "inside" }, drawing, list, free, h("div", { class: "below" }, ...below)),
  );

  /** @type {unknown[]} */
  let drawn = [];

  /** @param {RoomState} state */
  function draw({ room, you, people, present }) {
    const facts = [room, you, people, present];
    if (!room || !you || facts.every((fact, index) => fact === drawn[index])) return;
    drawn = facts;
    const seatless = people.filter((one) => one.role !== "participant").length;
    seats = seated(
      seats,
      people.map((one) => one.participation),
      room.capacity + seatless,
    );
    const byId = new Map(people.map((one) => [one.participation, one]));
    fill(title, summary(people, present, you.participation));
    fill(drawing, seats.length <= LARGEST && seatMap(seats, byId, present, you.participation));
    fill(
      list,
      ...people.map((one) => line(one, present.has(one.participation), one.participation === you.participation)),
    );
    const left = Math.max(0, room.capacity + seatless - people.length);
    fill(free, left ? t("people.free", { count: left }) : t("people.full"));
  }

  return { element: h("aside", { "aria-label": t("people.title") }, details), draw };
}

/** @param {Person[]} people @param {ReadonlySet<string>} present @param {string} you */
function summary(people, present, you) {
  const here = people
    .filter((one) => present.has(one.participation) && one.participation !== you)
    .map((one) => one.display_name);
  if (here.length === 0) return t("people.only_you");
  if (here.length <= 3) return t("people.here_with_you", { names: listed(here), count: here.length });
  return t("people.many_here", { count: here.length + 1 });
}

/** @param {Person} person @param {boolean} isHere @param {boolean} isYou */
function line({ display_name: name, role }, isHere, isYou) {
  const words = [
    isYou && t("people.you"),
    role !== "participant" && t(`role.${role}`),
    !isHere && t("people.away"),
  ].filter(Boolean);
  return h(
    "li",
    { class: isHere ? "is-here" : "is-away" },
    h("span", {}, name),
    words.length > 0 && h("span", { class: "soft" }, ` · ${words.join(" · ")}`),
  );
}
