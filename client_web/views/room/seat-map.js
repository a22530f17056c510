// @ts-check
/**
 * The room seen from above: sofas, a round table or rows. A picture only: the list beside it says the same in words.
 *
 * @import { RoomState } from "../../app/room-state.js"
 * @import { Floor } from "../../app/wire.js"
 * @import { Piece, Plan, Spot } from "./seats.js"
 * @typedef {{plan: Plan & {radius?: number}, seats: (string|null)[]}} Scene
 */
import { svg } from "../../app/element.js";
import { lineOf } from "../../app/standing.js";
import { classPlan, roundPlan, SEAT, sofaPlan } from "./seats.js";

/** More than this is a crowd, and a list tells it better. */
export const LARGEST = 24;
const LONGEST_NAME = 12;
const SMALL_TABLE = 96;

/** @param {RoomState} state @param {(string|null)[]} seats participation ids by seat, kept while people stay @returns {Scene} */
export function sceneOf({ floor, life }, seats) {
  if (floor?.mode === "round_table") {
    const inside = new Set(seats);
    const order = floor.order.filter((one) => inside.has(one));
    const others = seats.filter((one) => one !== null && !order.includes(one));
    const around = [...order, ...others];
    return { plan: roundPlan(around.length), seats: around };
  }
  if (floor?.mode === "classroom") {
    const front = floor.speakers.length > 0 ? floor.speakers : (life?.on_duty ?? []);
    const rest = seats.filter((one) => one === null || !front.includes(one));
    const behind = rest.slice(0, rest.findLastIndex((one) => one !== null) + 1);
    return { plan: classPlan(front.length, behind.length), seats: [...front, ...behind] };
  }
  return { plan: sofaPlan(seats.length), seats };
}

/** @param {RoomState} state @param {Scene} scene @param {{time: string, waiting: ReadonlySet<string>}} more the clock of the turn; whose questions wait, as far as the reader may know */
export function seatMap(state, { plan, seats }, { time, waiting }) {
  const { floor } = state;
  const map = svg("svg", { class: "seat-map", viewBox: plan.box.join(" "), "aria-hidden": "true" });
  map.append(...plan.furniture.map(piece));
  if (floor?.mode === "round_table") map.append(...turnOf(state, floor, { plan, seats }, time));
  map.append(...seats.map((one, index) => seat(state, one, plan.spots[index])));
  map.append(...seats.flatMap((one, index) => marks(floor, one, plan.spots[index], waiting)));
  return map;
}

/** @param {Piece} about */
function piece({ kind, x, y, turn, width, height }) {
  const place = `translate(${round(x)} ${round(y)}) rotate(${round(turn)})`;
  const box = (/** @type {number} */ rx, /** @type {number} */ tall) =>
    svg("rect", { class: kind, x: -width / 2, y: -height / 2, width, height: tall, rx, transform: place });
  if (kind === "round") return svg("circle", { class: "table", r: width / 2 });
  if (kind === "sofa") return box(15, height - 8);
  if (kind === "chair")
    return svg("rect", { class: kind, x: -width / 2, y: -29, width, height: 18, rx: 9, transform: place });
  return kind === "table" ? box(Math.min(width, height) / 2.4, height) : box(height / 2, height);
}

/** @param {RoomState} state @param {string|null} one @param {Spot} spot */
function seat({ people, present, you, floor }, one, { x, y, turn }) {
  const side = SEAT - 6;
  const name = people.find((person) => person.participation === one)?.display_name ?? "";
  const corner = floor?.mode === "round_table" ? side / 2 : 12;
  const looks = ["seat", lookOf(one, present, floor)];
  if (one !== null && one === you?.participation) looks.push("yours");
  return svg(
    "g",
    { class: looks.join(" "), transform: `translate(${round(x)} ${round(y)})` },
    svg("rect", {
      x: -side / 2,
      y: -side / 2,
      width: side,
      height: side,
      rx: corner,
      transform: `rotate(${round(turn)})`,
    }),
    svg("text", { dy: "0.35em" }, [...name].slice(0, 2).join("")),
  );
}

/** @param {string|null} one @param {ReadonlySet<string>} present @param {Floor|null} floor */
function lookOf(one, present, floor) {
  if (one === null) return "free";
  if (floor?.mode === "round_table" && floor.holder === one) return "speaks";
  if (floor?.mode === "round_table" && floor.offered_to === one) return "offered";
  if (floor?.on_break.includes(one)) return "rests";
  if (!present.has(one)) return "away";
  return floor?.listeners.includes(one) ? "listens" : "here";
}

/** Whose turn it is, in the middle; and from there a thin arc to the next. @param {RoomState} state @param {Floor} floor @param {Scene} scene @param {string} time */
function turnOf({ people }, floor, { plan, seats }, time) {
  const turn = floor.holder ?? floor.offered_to;
  const name = people.find((one) => one.participation === turn)?.display_name ?? "";
  const letters = [...name];
  const shown = letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join("")}…` : name;
  const words = [svg("text", { class: "holder", dy: time ? "-0.1em" : "0.35em" }, shown)];
  if (time) words.push(svg("text", { class: "clock", dy: "1.25em" }, time));
  const middle = svg("g", { transform: `scale(${round((plan.radius ?? SMALL_TABLE) / SMALL_TABLE)})` }, ...words);
  return [middle, ...arc(seats.indexOf(turn), seats.indexOf(lineOf(floor)[0] ?? null), seats.length, plan.radius ?? 0)];
}

/** @param {number} from @param {number} to @param {number} count @param {number} radius */
function arc(from, to, count, radius) {
  if (from < 0 || to < 0 || from === to || count < 3) return [];
  const r = radius - SEAT / 2 - 9;
  const step = (2 * Math.PI) / count;
  const trim = Math.min(0.3, step / 3);
  const [start, end] = [from * step + trim, (to < from ? to + count : to) * step - trim];
  const at = (/** @type {number} */ angle) => `${round(r * Math.sin(angle))} ${round(-r * Math.cos(angle))}`;
  const head = `translate(${at(end)}) rotate(${round((end * 180) / Math.PI)})`;
  return [
    svg("path", { class: "next", d: `M${at(start)}A${r} ${r} 0 ${end - start > Math.PI ? 1 : 0} 1 ${at(end)}` }),
    svg("path", { class: "next", d: "M-6 -5L1 0L-6 5", transform: head }),
  ];
}

/** Small signs at the corner of a seat: the place in the line of hands, a pause, heard, a question that waits. @param {Floor|null} floor @param {string|null} one @param {Spot} spot @param {ReadonlySet<string>} waiting */
function marks(floor, one, { x, y }, waiting) {
  if (!floor || one === null) return [];
  const hand = floor.hands.indexOf(one);
  const signs = [
    hand >= 0 && mark("hand", String(hand + 1)),
    waiting.has(one) && mark("waits", "?"),
    floor.on_break.includes(one) && svg("g", { class: "mark" }, disc(), svg("path", { d: "M-2.5 -4V4M2.5 -4V4" })),
    floor.round &&
      floor.heard.includes(one) &&
      svg("g", { class: "mark" }, disc(), svg("path", { d: "M-4 0L-1 3.5L4.5 -3.5" })),
  ].filter((sign) => sign !== false && sign !== null);
  return signs.slice(0, 1).map((sign) => {
    sign.setAttribute("transform", `translate(${round(x + 17)} ${round(y - 17)})`);
    return sign;
  });
}

/** @param {string} look @param {string} letter */
function mark(look, letter) {
  return svg("g", { class: `mark ${look}` }, disc(), svg("text", { dy: "0.36em" }, letter));
}

function disc() {
  return svg("circle", { r: 10 });
}

/** @param {number} number */
function round(number) {
  return Math.round(number * 10) / 10;
}

const DOT = 15;
const MOST_DOTS = 10;

/** The same in one line, for a narrow screen: a dot a person. @param {RoomState} state @param {(string|null)[]} seats */
export function strip({ present, you, floor }, seats) {
  const people = seats.filter((one) => one !== null).slice(0, MOST_DOTS);
  const dots = people.map((one, index) => {
    const look = `seat ${lookOf(one, present, floor)}${one === you?.participation ? " yours" : ""}`;
    return svg("g", { class: look }, svg("rect", { x: index * DOT + 2, y: 2, width: 11, height: 11, rx: 4 }));
  });
  const width = people.length * DOT;
  return svg("svg", { viewBox: `0 0 ${width} ${DOT}`, width, height: DOT, "aria-hidden": "true" }, ...dots);
}
