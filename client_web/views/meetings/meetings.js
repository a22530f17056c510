// @ts-check
/**
 * Sessions: mine from every group, or those of one group. Signing up, waiting, the calendar; for those who look after a
 * group, who came; for the organiser, planning.
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
 * @typedef {Map<string, string>} Roles one's own, by group
 */
import { h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { screen, style } from "../../app/screen.js";
import { session } from "../../app/session.js";
import { guides } from "../../app/standing.js";
import { calendarSection } from "./calendar.js";
import { meetingLine } from "./card.js";
import { keptUp } from "./news.js";
import { pastSection } from "./past.js";
import { planSection } from "./plan.js";

style("./meetings.css", import.meta.url);

/** @param {Place} place */
export const show = (place) => (place.params.room ? ofRoom(place) : mine(place));

/** @returns {Promise<Roles>} */
async function myRoles() {
  const { rooms } = await send("GET", "/api/rooms");
  return new Map(rooms.map((/** @type {any} */ { id, my }) => [id, my?.role]));
}

/** @param {Place} place */
function mine(place) {
  const { load, line } = keptUp(place, () =>
    Promise.all([
      send("GET", "/api/meetings"),
      send("GET", "/api/reminders"),
      send("GET", "/api/calendar"),
      send("GET", "/api/me/mail-address"),
      myRoles(),
    ]),
  );
  return screen(place, {
    load,
    draw: ([{ meetings }, { reminders }, feed, mail, roles], again) => [
      h("h1", {}, t("meeting.mine")),
      line(again),
      ...reminders.map((/** @type {Reminder} */ one) => reminder(one, again)),
      list(meetings, roles, again),
      calendarSection({ feed, mail, again }),
    ],
  });
}

/** @param {Place} place */
function ofRoom(place) {
  const { room } = place.params;
  const { load, line } = keptUp(place, () =>
    Promise.all([send("GET", `/api/rooms/${room}/meetings`), send("GET", `/api/rooms/${room}/card`), myRoles()]),
  );
  return screen(place, {
    load,
    draw: ([{ meetings }, card, roles], again) => [
      h("h1", {}, t("meeting.of_room", { name: card.name })),
      line(again),
      roles.get(room) !== "participant" && h("p", { class: "soft" }, t("meeting.needs_no_seat")),
      list(meetings, roles, again),
      h("p", {}, h("a", { href: "/meetings" }, t("meeting.mine"))),
      session.isOrganiser && planSection(room, again),
      (session.isOrganiser || guides(roles.get(room))) && pastSection(room, roles.get(room), again),
    ],
  });
}

/** @param {Meeting[]} meetings @param {Roles} roles @param {() => Promise<void>} again */
function list(meetings, roles, again) {
  if (meetings.length === 0) return h("p", {}, t("meeting.none"));
  const lines = meetings.map((one) => meetingLine(one, roles.get(one.room), again));
  return h("ul", { class: "list sessions" }, ...lines);
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
