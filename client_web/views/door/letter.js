// @ts-check
/**
 * The door as a letter: what the group is for, how it is right now and what one can do, who is there, who reads, what is
 * kept, who decides.
 *
 * @typedef {{
 *   id: string, name: string, purpose: string, language: string, state: string, capacity: number, free_seats: number,
 *   staff: string[], who_can_read: string[], joins_by: string
 * }} RoomCard
 * @typedef {{level: string, decision_maker: string, what_you_get: string}} Promised
 * @typedef {{
 *   id: string, title: string, starts_at: string, ends_at: string, free_seats: number, waiting: number, kind: string,
 *   is_cancelled: boolean
 * }} SessionAhead
 * @typedef {RoomCard & {
 *   opens_at: string|null, ends_at: string|null, next_opens_at: string|null, on_duty: {display_name: string}[],
 *   seating: string, retention_days: number|null, expectations: string, influence: Promised|null,
 *   letter: {influence: string, decision_maker: string, what_you_get: string, expectations: string}|null,
 *   meetings: SessionAhead[],
 *   professionals: {display_name: string, profession: string, organisation: string, starts_at: string}[],
 *   situations: string[], instead: string[], elsewhere: RoomCard[]
 * }} DoorCard
 */
import { h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { clockTime, dayAndTime, LANGUAGE_NAMES, listed, t } from "../../app/i18n.js";
import { endsSoon, opening } from "../../app/standing.js";
import { ahead } from "./ahead.js";
import { situation } from "./situation.js";

/** States of which is said what one can do inside; those who cannot come in are told another way. */
const OUTSIDE = new Set(["closed", "ended", "lobby"]);

/** What is advised depends on whether one comes with an invitation. @param {string} room @returns {Promise<DoorCard>} */
export const doorOf = (room, isInvited = false) =>
  send("GET", `/api/rooms/${room}/door${isInvited ? "?invited=true" : ""}`);

/** @param {DoorCard} door @param {boolean} mayEnter whether one has a seat, or an invitation that gives one */
export function letter(door, mayEnter) {
  return h(
    "div",
    { class: "letter" },
    h("h1", {}, door.name),
    h("p", { class: "words", dir: "auto" }, door.purpose),
    situation(door),
    h(
      "dl",
      { class: "facts" },
      ...fact("door.now", stateWords(door, mayEnter)),
      ...fact("door.staff", staffWords(door)),
      ...fact(
        "door.seats",
        `${t("door.free_of", { count: door.free_seats, capacity: door.capacity })}. ${t(`door.sit.${door.seating}`)}`,
      ),
      ...fact("door.decides", promiseWords(door)),
      ...fact("door.you_get", door.influence?.what_you_get),
      ...fact("door.expected", door.expectations),
      ...fact("door.readers", door.who_can_read.map((one) => t(`door.reader.${one}`)).join(" ")),
      ...fact("door.before", t("door.before_words")),
      ...fact("door.kept", keptWords(door)),
      ...fact("door.language", LANGUAGE_NAMES[door.language] ?? door.language),
    ),
    ahead(door),
  );
}

/** @param {string} key @param {string|null|undefined} words */
function fact(key, words) {
  return words ? [h("div", {}, h("dt", {}, t(key)), h("dd", { dir: "auto" }, words))] : [];
}

/** Whether somebody has no seat in there and can get none now. @param {DoorCard} door */
export const isShut = ({ situations }) => situations.includes("full") || situations.includes("locked");

/** @param {DoorCard} door @param {boolean} mayEnter */
function stateWords(door, mayEnter) {
  const { state } = door;
  const ends = endsSoon(door);
  if (state === "open" && ends) return t("door.open_till", { time: clockTime(ends) });
  const time = opening(/** @type {any} */ (door), Date.now());
  const isOver = state === "closed" || state === "ended";
  if (isOver && time) return t("door.opens_at", { time: dayAndTime(time) });
  return t((isShut(door) || !mayEnter) && OUTSIDE.has(state) ? `door.outside.${state}` : `door.state.${state}`);
}

/** @param {DoorCard} door */
function staffWords({ staff, on_duty: duty }) {
  const names = duty.map((one) => one.display_name);
  if (names.length > 0) return t("door.on_duty", { names: listed(names) });
  return staff.length > 0 ? listed(staff) : t("door.no_staff");
}

/** @param {DoorCard} door */
function promiseWords({ influence: promise }) {
  return promise && t(`door.influence.${promise.level}`, { name: promise.decision_maker });
}

/** @param {DoorCard} door */
function keptWords({ retention_days: days }) {
  return days === null || days === undefined ? t("door.kept_words") : t("door.kept_days", { count: days });
}
