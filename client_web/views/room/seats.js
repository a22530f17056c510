// @ts-check
/** Who sits where on the sofas. Pure: the same people in the same order sit the same way. */

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
