// @ts-check
/**
 * Sessions: mine from every group, or those of one group. Signing up, waiting, the calendar; for the organiser, planning.
 *
 * @import { Place } from "../../app/router.js"
 * @typedef {{state: string, listens: boolean, place: number|null}} Mine
 * @typedef {{
 *   id: string, room: string, room_name: string, series: string|null, number: number, kind: string, title: string,
 *   about: string, starts_at: string, ends_at: string, time_zone: string, capacity: number, free_seats: number,
 *   waiting: number, by_registration: boolean, influence: string, decision_maker: string, what_you_get: string,
 *   is_open: boolean, is_cancelled: boolean, link: string|null, has_link: boolean,
 *   professionals: {display_name: string, profession: string, organisation: string}[], mine: Mine|null, version: number
 * }} Meeting
 * @typedef {{id: string, kind: string, at: string, meeting: Meeting}} Reminder
 */
import { h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { screen, style } from "../../app/screen.js";
import { session } from "../../app/session.js";
import { talking } from "../../app/talking.js";
import { calendarSection } from "./calendar.js";
import { meetingLine } from "./card.js";
import { planSection } from "./plan.js";

style("./meetings.css", import.meta.url);
const NEWS = new Set(["everything", "meetings"]);

/** @param {Place} place */
export async function show(place) {
  /** @type {() => Promise<unknown>} */
  let again = async () => undefined;
  const shown = (/** @type {() => Promise<void>} */ anew) => {
    again = anew;
  };
  await (place.params.room ? ofRoom(place, shown) : mine(place, shown));
  listen(place, () => again());
}

/** A seat that came free, a session called off: what is shown is read again. @param {Place} place @param {() => unknown} again */
function listen(place, again) {
  const heard = (/** @type {Event} */ event) =>
    NEWS.has(/** @type {CustomEvent<string>} */ (event).detail) && place.isCurrent() && void again();
  talking.addEventListener("news", heard);
  place.onLeave(() => talking.removeEventListener("news", heard));
  talking.connection.start();
}

/** @param {Place} place @param {(again: () => Promise<void>) => void} shown */
function mine(place, shown) {
  return screen(place, {
    load: () =>
      Promise.all([
        send("GET", "/api/meetings"),
        send("GET", "/api/reminders"),
        send("GET", "/api/calendar"),
        send("GET", "/api/me/mail-address"),
      ]),
    draw: ([{ meetings }, { reminders }, feed, mail], again) => [
      shown(again),
      h("h1", {}, t("meeting.mine")),
      ...reminders.map((/** @type {Reminder} */ one) => reminder(one, again)),
      list(meetings, again),
      calendarSection({ feed, mail, again }),
    ],
  });
}

/** @param {Place} place @param {(again: () => Promise<void>) => void} shown */
function ofRoom(place, shown) {
  const { room } = place.params;
  return screen(place, {
    load: () => Promise.all([send("GET", `/api/rooms/${room}/meetings`), send("GET", `/api/rooms/${room}/card`)]),
    draw: ([{ meetings }, card], again) => [
      shown(again),
      h("h1", {}, t("meeting.of_room", { name: card.name })),
      list(meetings, again),
      h("p", {}, h("a", { href: "/meetings" }, t("meeting.mine"))),
      session.isOrganiser && planSection(room, again),
    ],
  });
}

/** @param {Meeting[]} meetings @param {() => Promise<void>} again */
function list(meetings, again) {
  if (meetings.length === 0) return h("p", {}, t("meeting.none"));
  return h("ul", { class: "list sessions" }, ...meetings.map((one) => meetingLine(one, again)));
}

/** @param {Reminder} about @param {() => Promise<void>} again */
function reminder({ id, kind, meeting }, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const away = () =>
    attempt(problem, async () => {
      await send("DELETE", `/api/reminders/${id}`);
      await again();
    });
  return h(
    "div",
    { class: "reminder" },
    h("p", {}, t(`meeting.reminder.${kind}`, { name: meeting.title, time: dayAndTime(meeting.starts_at) })),
    h("button", { type: "button", class: "plain", onclick: away }, t("meeting.put_away")),
    problem,
  );
}
