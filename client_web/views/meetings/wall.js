// @ts-check
/** Times as the clock on the wall shows them somewhere: `2026-11-24T18:00`. The server knows when clocks change. Pure. */

const MINUTE = 60_000;

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone itself, or one's own where this browser does not know that name. @param {string} zone */
export function knownZone(zone) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch (reason) {
    if (!(reason instanceof RangeError)) throw reason;
    return ownZone();
  }
}

/** @param {string} iso @param {string} timeZone */
export function onTheWall(iso, timeZone) {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(new Date(iso));
  const one = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${one.year}-${one.month}-${one.day}T${one.hour}:${one.minute}`;
}

/** @param {string} wall @param {number} minutes */
export function later(wall, minutes) {
  return new Date(Date.parse(`${wall}Z`) + minutes * MINUTE).toISOString().slice(0, 16);
}

/** @param {string} from @param {string} to moments @returns {number} minutes */
export function minutesBetween(from, to) {
  return (Date.parse(to) - Date.parse(from)) / MINUTE;
}
