// @ts-check
/**
 * Sofas around a low table, seen from above. A picture only: the list beside it says the same in words.
 *
 * @import { Person } from "../../app/wire.js"
 */
import { svg } from "../../app/element.js";
import { sofas } from "./seats.js";

const SEAT = 46;
const ARM = 9;
const DEPTH = 46;
const MARGIN = 8;
/** More than this is a crowd, and a list tells it better. */
export const LARGEST = 24;

/**
 * @param {(string|null)[]} seats participation ids by seat
 * @param {Map<string, Person>} people
 * @param {ReadonlySet<string>} present
 * @param {string} you
 */
export function seatMap(seats, people, present, you) {
  const groups = sofas(seats.length);
  const longest = Math.max(...groups) * SEAT + 2 * ARM;
  const radius = Math.max(74, longest / (2 * Math.tan(Math.PI / Math.max(groups.length, 2))) + 30);
  const height = radius + DEPTH / 2 + MARGIN;
  const width = Math.max(longest / 2 + MARGIN, groups.length > 2 ? height : 0);
  const bottom = groups.length === 1 ? 30 : height;
  const map = svg("svg", { class: "seat-map", viewBox: `${-width} ${-height} ${2 * width} ${height + bottom}`, "aria-hidden": "true" });
  map.append(svg("circle", { class: "table", r: Math.max(20, radius - 50) }));
  let taken = 0;
  groups.forEach((size, index) => {
    const occupants = seats.slice(taken, taken + size);
    taken += size;
    map.append(sofa(occupants, (360 * index) / groups.length, radius, (one) => cushionOf(one, people, present, you)));
  });
  return map;
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
 * @param {number} turn degrees from the top, clockwise
 * @param {number} radius
 * @param {(one: string|null) => Cushion} cushionFor
 */
function sofa(occupants, turn, radius, cushionFor) {
  const length = occupants.length * SEAT + 2 * ARM;
  const back = svg("rect", { class: "back", x: -length / 2, y: -DEPTH / 2 - 4, width: length, height: DEPTH, rx: 15 });
  const cushions = occupants.map((one, index) => cushion(cushionFor(one), -length / 2 + ARM + SEAT * (index + 0.5), turn));
  return svg("g", { transform: `rotate(${turn}) translate(0 ${-radius})` }, back, ...cushions);
}

/** @param {Cushion} about @param {number} x @param {number} turn */
function cushion({ letters, look }, x, turn) {
  const side = SEAT - 5;
  return svg("g", { class: `seat ${look}`, transform: `translate(${x} 3)` },
    svg("rect", { x: -side / 2, y: -side / 2, width: side, height: side, rx: 11 }),
    svg("text", { transform: `rotate(${-turn})`, dy: "0.36em" }, letters));
}
