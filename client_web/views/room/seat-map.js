// @ts-check
/**
 * Sofas around a low table, seen from above. A picture only: the list beside it says the same in words.
 *
 * @import { Person } from "../../app/wire.js"
 */
import { svg } from "../../app/element.js";
import { sofas } from "./seats.js";

const SEAT = 44;
const ARM = 8;
const DEPTH = 48;
const GAP = 8;
const NARROWEST = 96;
const LOWEST = 60;
/** More than this is a crowd, and a list tells it better. */
export const LARGEST = 24;

/** @typedef {"top"|"right"|"bottom"|"left"} Side */
/** @type {Side[][]} where the sofas stand, by how many there are; three leave the side towards the reader open */
const SIDES = [
  ["top"],
  ["top", "bottom"],
  ["top", "left", "right"],
  ["top", "right", "bottom", "left"],
  ["top", "top", "right", "bottom", "left"],
  ["top", "top", "right", "bottom", "bottom", "left"],
  ["top", "top", "right", "right", "bottom", "bottom", "left"],
  ["top", "top", "right", "right", "bottom", "bottom", "left", "left"],
];
/** @type {Record<Side, number>} degrees, clockwise */
const TURNS = { top: 0, right: 90, bottom: 180, left: 270 };

/**
 * @param {(string|null)[]} seats participation ids by seat
 * @param {Map<string, Person>} people
 * @param {ReadonlySet<string>} present
 * @param {string} you
 */
export function seatMap(seats, people, present, you) {
  const groups = sofas(seats.length);
  const sides = SIDES[groups.length - 1];
  const along = (/** @type {Side} */ side) =>
    groups.reduce((sum, size, index) => (sides[index] === side ? sum + lengthOf(size) + GAP : sum), -GAP);
  const width = Math.max(NARROWEST, along("top") - DEPTH, along("bottom") - DEPTH);
  const height = Math.max(LOWEST, along("left"), along("right"));
  const map = svg("svg", {
    class: "seat-map",
    viewBox: viewBox(sides, width, height, Math.max(along("top"), along("bottom"))),
    "aria-hidden": "true",
  });
  map.append(table(width, height));
  const used = { top: 0, right: 0, bottom: 0, left: 0 };
  let taken = 0;
  groups.forEach((size, index) => {
    const side = sides[index];
    const offset = used[side] + lengthOf(size) / 2 - along(side) / 2;
    used[side] += lengthOf(size) + GAP;
    const occupants = seats.slice(taken, taken + size);
    taken += size;
    const away = (side === "top" || side === "bottom" ? height : width) / 2 + DEPTH / 2 + GAP;
    map.append(sofa(occupants, TURNS[side], offset, away, (one) => cushionOf(one, people, present, you)));
  });
  return map;
}

/** @param {number} size */
function lengthOf(size) {
  return size * SEAT + 2 * ARM;
}

/** @param {Side[]} sides @param {number} width @param {number} height @param {number} longest */
function viewBox(sides, width, height, longest) {
  const aside = sides.length > 2 ? width / 2 + DEPTH + GAP : 0;
  const halfWidth = Math.max(aside, longest / 2) + GAP / 2;
  const reach = height / 2 + DEPTH + 1.5 * GAP;
  const below = sides.includes("bottom") ? reach : height / 2 + GAP;
  return `${-halfWidth} ${-reach} ${2 * halfWidth} ${reach + below}`;
}

/** @param {number} width @param {number} height */
function table(width, height) {
  const w = Math.max(44, width - 52);
  const h = Math.max(34, height - 44);
  return svg("rect", { class: "table", x: -w / 2, y: -h / 2, width: w, height: h, rx: Math.min(w, h) / 2.4 });
}

/** @typedef {{letters: string, look: string}} Cushion */

/** @param {string|null} one @param {Map<string, Person>} people @param {ReadonlySet<string>} present @param {string} you @returns {Cushion} */
function cushionOf(one, people, present, you) {
  if (one === null) return { letters: "", look: "free" };
  const letters = [...(people.get(one)?.display_name ?? "")].slice(0, 2).join("");
  const look = present.has(one) ? "here" : "away";
  return { letters, look: one === you ? `${look} yours` : look };
}

/**
 * @param {(string|null)[]} occupants
 * @param {number} turn
 * @param {number} offset along its side
 * @param {number} away from the middle
 * @param {(one: string|null) => Cushion} cushionFor
 */
function sofa(occupants, turn, offset, away, cushionFor) {
  const length = lengthOf(occupants.length);
  const back = svg("rect", { class: "back", x: -length / 2, y: -DEPTH / 2, width: length, height: DEPTH - 6, rx: 14 });
  const cushions = occupants.map((one, index) =>
    cushion(cushionFor(one), -length / 2 + ARM + SEAT * (index + 0.5), turn),
  );
  return svg("g", { transform: `rotate(${turn}) translate(${offset} ${-away})` }, back, ...cushions);
}

/** @param {Cushion} about @param {number} x @param {number} turn */
function cushion({ letters, look }, x, turn) {
  const side = SEAT - 5;
  return svg(
    "g",
    { class: `seat ${look}`, transform: `translate(${x} 5)` },
    svg("rect", { x: -side / 2, y: -side / 2, width: side, height: side, rx: 10 }),
    svg("text", { transform: `rotate(${-turn})`, dy: "0.36em" }, letters),
  );
}
