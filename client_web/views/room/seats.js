// @ts-check
/**
 * Where everybody sits, as numbers, in each of the three seatings. Pure: the same people in the same order sit the same way.
 *
 * @typedef {{x: number, y: number, turn: number}} Spot `turn`: degrees, clockwise; at 0 the back is towards the top
 * @typedef {Spot & {kind: "sofa"|"chair"|"board"|"table"|"round", width: number, height: number}} Piece
 * @typedef {{spots: Spot[], furniture: Piece[], box: [number, number, number, number]}} Plan
 */

export const SEAT = 46;
const ARM = 9;
const DEPTH = 50;
const GAP = 10;
const AISLE = 14;
const MARGIN = 14;

/**
 * People keep their seats; whoever is new takes the first free one, and chairs are brought when all are taken.
 * @param {(string|null)[]} before participation ids by seat
 * @param {string[]} people participation ids of everybody in the group
 * @param {number} capacity
 * @returns {(string|null)[]}
 */
export function seated(before, people, capacity) {
  const inside = new Set(people);
  const seats = before.map((one) => (one !== null && inside.has(one) ? one : null));
  while (seats.length < capacity) seats.push(null);
  for (const person of people.filter((one) => !seats.includes(one))) {
    const free = seats.indexOf(null);
    if (free === -1) seats.push(person);
    else seats[free] = person;
  }
  const needed = Math.max(capacity, seats.findLastIndex((one) => one !== null) + 1);
  return seats.slice(0, needed);
}

/**
 * Pairs and threes, as even as can be.
 * @param {number} seats
 * @returns {number[]} how many sit on each sofa
 */
export function sofas(seats) {
  const count = Math.max(1, Math.ceil(seats / 3), seats >= 4 ? 2 : 1);
  return Array.from({ length: count }, (_, index) => Math.floor((seats + count - 1 - index) / count));
}

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
/** @type {Record<Side, number>} */
const TURNS = { top: 0, right: 90, bottom: 180, left: 270 };

/** Sofas around a low table. @param {number} count at most 24 @returns {Plan} */
export function sofaPlan(count) {
  const groups = sofas(count);
  const sides = SIDES[groups.length - 1];
  const along = (/** @type {Side} */ side) =>
    groups.reduce((sum, size, index) => (sides[index] === side ? sum + lengthOf(size) + GAP : sum), -GAP);
  const width = Math.max(96, along("top") - DEPTH, along("bottom") - DEPTH);
  const height = Math.max(60, along("left"), along("right"));
  const used = { top: 0, right: 0, bottom: 0, left: 0 };
  /** @type {Piece[]} */ const furniture = [
    { kind: "table", x: 0, y: 0, turn: 0, width: Math.max(44, width - 52), height: Math.max(34, height - 44) },
  ];
  const spots = groups.flatMap((size, index) => {
    const side = sides[index];
    const offset = used[side] + lengthOf(size) / 2 - along(side) / 2;
    used[side] += lengthOf(size) + GAP;
    const away = (side === "top" || side === "bottom" ? height : width) / 2 + DEPTH / 2 + GAP;
    const place = turned(TURNS[side]);
    furniture.push({ kind: "sofa", ...place(offset, -away), width: lengthOf(size), height: DEPTH });
    return Array.from({ length: size }, (_, seat) => place(offset + SEAT * (seat + 0.5 - size / 2), 5 - away));
  });
  return { spots, furniture, box: around(spots, furniture) };
}

/** @param {number} size */
function lengthOf(size) {
  return size * SEAT + 2 * ARM;
}

/**
 * Chairs around a round table, the first one at the top, then clockwise.
 * @param {number} count
 * @returns {Plan & {radius: number}}
 */
export function roundPlan(count) {
  const radius = Math.max(96, (count * (SEAT + AISLE)) / (2 * Math.PI));
  const spots = Array.from({ length: count }, (_, index) => turned((360 / Math.max(1, count)) * index)(0, -radius));
  const size = 2 * (radius - SEAT / 2 - 20);
  /** @type {Piece[]} */ const furniture = [
    { kind: "round", x: 0, y: 0, turn: 0, width: size, height: size },
    ...spots.map(chair),
  ];
  return { spots, furniture, radius, box: around(spots, furniture) };
}

/**
 * Speakers in front of a board, rows behind that look at them. Spots: first the speakers, then the rows.
 * @param {number} speakers
 * @param {number} others
 * @returns {Plan}
 */
export function classPlan(speakers, others) {
  const across = Math.min(6, Math.max(3, Math.ceil(Math.sqrt(others * 1.6))));
  const rows = Array.from({ length: Math.ceil(others / across) }, (_, row) => Math.min(across, others - row * across));
  const front = row(speakers, 0, SEAT + AISLE).map((spot) => ({ ...spot, turn: 0 }));
  const behind = rows.flatMap((size, index) => row(size, 96 + index * (SEAT + AISLE + 8), SEAT + AISLE).map(bent));
  const spots = [...front, ...behind];
  /** @type {Piece[]} */ const furniture = [
    { kind: "board", x: 0, y: -58, turn: 0, width: Math.max(150, across * 44), height: 9 },
    ...spots.map(chair),
  ];
  return { spots, furniture, box: around(spots, furniture) };
}

/** @param {number} size @param {number} y @param {number} pitch @returns {Spot[]} */
function row(size, y, pitch) {
  return Array.from({ length: size }, (_, index) => ({ x: (index - (size - 1) / 2) * pitch, y, turn: 180 }));
}

/** Rows bend a little towards whom they look at. @param {Spot} spot @returns {Spot} */
function bent({ x, y }) {
  return { x, y: y - (x * x) / 900, turn: 180 - x / 14 };
}

/** @param {Spot} spot @returns {Piece} */
function chair({ x, y, turn }) {
  return { kind: "chair", x, y, turn, width: SEAT - 8, height: SEAT };
}

/** Turns a place around the middle. @param {number} turn */
function turned(turn) {
  const angle = (turn * Math.PI) / 180;
  return (/** @type {number} */ x, /** @type {number} */ y) => ({
    x: x * Math.cos(angle) - y * Math.sin(angle),
    y: x * Math.sin(angle) + y * Math.cos(angle),
    turn,
  });
}

/** @param {Spot[]} spots @param {Piece[]} furniture @returns {[number, number, number, number]} left, top, width, height */
function around(spots, furniture) {
  const corners = [...spots.map((spot) => ({ ...spot, width: SEAT, height: SEAT })), ...furniture].flatMap(
    ({ x, y, turn, width, height }) => {
      const isUpright = Math.abs((turn % 180) - 90) < 45;
      const [w, h] = isUpright ? [height, width] : [width, height];
      return [
        [x - w / 2, y - h / 2],
        [x + w / 2, y + h / 2],
      ];
    },
  );
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  return [left, top, Math.max(...xs) + MARGIN - left, Math.max(...ys) + MARGIN - top];
}
