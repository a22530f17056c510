// @ts-check
/**
 * Who is in the group and who has the turn: the room from above, and the same in words. Seats stay where they are while
 * people stay.
 *
 * @import { RoomState } from "../../app/room-state.js"
 * @import { Person } from "../../app/wire.js"
 */
import { fill, h } from "../../app/element.js";
import { listed, t } from "../../app/i18n.js";
import { style } from "../../app/screen.js";
import { isSitting, lineOf, nameOf } from "../../app/standing.js";
import { clockOf } from "./clock.js";
import { LARGEST, sceneOf, seatMap, strip } from "./seat-map.js";
import { seated } from "./seats.js";

style("./people.css", import.meta.url);

/** @param {Node} guide for those who guide it @param {Node[]} below what else belongs to the group: its settings, the way out of it */
export function peoplePanel(guide, below) {
  /** @type {(string|null)[]} */
  let seats = [];
  let seating = "";
  const title = h("span", { class: "title" });
  const small = h("span", { class: "strip" });
  const drawing = h("div", { class: "drawing" });
  const told = h("div", { class: "told soft" });
  const list = h("ul", { class: "people-list" });
  const free = h("p", { class: "soft" });
  const wide = matchMedia("(min-width: 42rem)");
  const details = h(
    "details",
    { class: "people", open: wide.matches, "data-closes": !wide.matches },
    h("summary", {}, small, title),
    h("div", { class: "inside" }, drawing, told, guide, list, free, h("div", { class: "below" }, ...below)),
  );

  /** A window that has become narrow is not covered by it, unless somebody is at it. */
  function fit() {
    details.toggleAttribute("data-closes", !wide.matches);
    if (wide.matches || !details.contains(document.activeElement)) details.open = wide.matches;
  }

  wide.addEventListener("change", fit);
  /** @type {unknown[]} */
  let drawn = [];

  /** @param {RoomState} state @param {{isKnown: boolean, waiting: ReadonlySet<string>}} more whether who is here can be known; whose questions wait */
  function draw(state, { isKnown, waiting }) {
    const { room, you, people, floor } = state;
    const facts = [room, you, people, state.present, floor, state.life, isKnown, waiting];
    if (!room || !you || facts.every((fact, index) => fact === drawn[index])) return tick(state);
    drawn = facts;
    const seatless = people.filter((one) => one.role !== "participant").length;
    seats = seated(
      seats,
      people.map((one) => one.participation),
      room.capacity + seatless,
    );
    const pictured = isSitting(state) ? state : { ...state, floor: null };
    const scene = sceneOf(pictured, seats);
    const hasRoom = scene.seats.length <= LARGEST;
    drawing.classList.toggle("unknown", !isKnown);
    drawing.classList.toggle("moved", seating !== "" && seating !== (pictured.floor?.mode ?? "sofa"));
    seating = pictured.floor?.mode ?? "sofa";
    fill(drawing, hasRoom && seatMap(pictured, scene, { time: clockOf(state), waiting }));
    fill(small, isKnown && hasRoom && strip(pictured, scene.seats));
    fill(told, ...tellings(state).map((sentence) => h("p", {}, sentence)));
    fill(list, ...people.map((one) => line(state, one, isKnown)));
    const left = Math.max(0, room.capacity + seatless - people.length);
    fill(free, left ? t("people.free", { count: left }) : t("people.full"));
    title.dataset.words = isKnown ? headline(state) : t("people.unknown");
    tick(state);
  }

  /** The clock alone moves: the picture stays. @param {RoomState} state */
  function tick(state) {
    const time = clockOf(state);
    const shown = drawing.querySelector(".clock");
    if (shown && shown.textContent !== time) shown.textContent = time;
    const words = title.dataset.words ?? "";
    const line = time && !drawing.classList.contains("unknown") ? `${words} · ${time}` : words;
    if (title.textContent !== line) title.textContent = line;
  }

  const stop = () => wide.removeEventListener("change", fit);
  return { element: h("aside", { "aria-label": t("people.title") }, details), draw, stop };
}

/** @param {RoomState} state */
function headline(state) {
  const { floor, you } = state;
  if (floor?.mode !== "round_table" || !isSitting(state)) return company(state);
  const turn = floor.holder ?? floor.offered_to;
  if (turn === null) return t("floor.rests");
  const isYou = turn === you?.participation;
  if (floor.holder) return isYou ? t("floor.you_have_turn") : t("floor.has_turn", { name: nameOf(state, turn) });
  return isYou ? t("floor.offered_you") : t("floor.offered", { name: nameOf(state, turn) });
}

/** @param {RoomState} state */
function company({ people, present, you }) {
  const here = people
    .filter((one) => present.has(one.participation) && one.participation !== you?.participation)
    .map((one) => one.display_name);
  if (here.length === 0) return t("people.only_you");
  if (here.length <= 3) return t("people.here_with_you", { names: listed(here), count: here.length });
  return t("people.many_here", { count: here.length + 1 });
}

/** What the picture says besides, in sentences. @param {RoomState} state */
function tellings(state) {
  const { floor } = state;
  if (!floor || !isSitting(state)) return [];
  const names = (/** @type {string[]} */ all) => listed(all.map((one) => nameOf(state, one)).filter(Boolean));
  const next = floor.mode === "round_table" ? lineOf(floor)[0] : undefined;
  return [
    next && nameOf(state, next) ? t("floor.then", { name: nameOf(state, next) }) : "",
    t(`floor.seating.${floor.mode}`),
    floor.round
      ? t("floor.not_heard", {
          count: floor.not_yet_heard.length,
          all: floor.not_yet_heard.length + floor.heard.length,
        })
      : "",
    floor.hands.length > 0 ? t("floor.hands", { names: names(floor.hands) }) : "",
    floor.slow_seconds ? t("floor.slow", { count: floor.slow_seconds }) : "",
  ].filter(Boolean);
}

/** @param {RoomState} state @param {Person} person @param {boolean} isKnown */
function line(state, person, isKnown) {
  const { participation: one, display_name: name, role } = person;
  const isHere = state.present.has(one);
  const words = [
    one === state.you?.participation && t("people.you"),
    role !== "participant" && t(`role.${role}`),
    ...(state.floor && isSitting(state) ? placeWords(state.floor, one) : []),
    isKnown && !isHere && t("people.away"),
  ].filter(Boolean);
  return h(
    "li",
    { class: isHere || !isKnown ? "is-here" : "is-away" },
    h("bdi", {}, name),
    words.length > 0 && h("span", { class: "soft" }, ` · ${words.join(" · ")}`),
  );
}

/** @param {import("../../app/wire.js").Floor} floor @param {string} one */
function placeWords(floor, one) {
  const hand = floor.hands.indexOf(one);
  const isTable = floor.mode === "round_table";
  return [
    isTable && floor.holder === one && t("floor.state.turn"),
    isTable && floor.offered_to === one && t("floor.state.offered"),
    isTable && floor.passed.includes(one) && t("floor.state.passed"),
    isTable && floor.skipped.includes(one) && t("floor.state.skipped"),
    floor.mode === "classroom" && floor.speakers.includes(one) && t("floor.state.speaks"),
    floor.round && floor.heard.includes(one) && t("floor.state.heard"),
    hand >= 0 && t("floor.state.hand", { place: hand + 1 }),
    floor.on_break.includes(one) && t("floor.state.rests"),
    floor.listeners.includes(one) && t("floor.state.listens"),
    floor.checked_out.includes(one) && t("floor.state.out"),
  ];
}
