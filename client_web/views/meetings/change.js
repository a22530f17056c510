// @ts-check
/**
 * The organiser's form to change a session that is planned. Only what was changed here is sent: whatever somebody else
 * has changed meanwhile stays as they left it.
 *
 * @import { Meeting } from "./meetings.js"
 */
import { Refused } from "../../app/answers.js";
import { fill, h } from "../../app/element.js";
import { form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { capacityField, linkField, timeFields, wordFields } from "./fields.js";
import { knownZone, later, minutesBetween, onTheWall } from "./wall.js";

/** @param {Meeting} meeting @param {() => Promise<void>} saved */
export function changeForm(meeting, saved) {
  const said = h("div", { role: "status" });
  let { version } = meeting;

  /** @param {Record<string, string>} values */
  async function change(values) {
    fill(said);
    const changes = changesOf(meeting, values);
    if (Object.keys(changes).length === 0) return fill(said, h("p", {}, t("meeting.nothing_changed")));
    try {
      await send("PATCH", `/api/meetings/${meeting.id}`, { version, ...changes });
    } catch (reason) {
      if (reason instanceof Refused && reason.error.code === "stale_version") await tellNewest();
      throw reason;
    }
    return saved();
  }

  /** Somebody was a moment earlier: their version is shown, and the next attempt goes on from it. */
  async function tellNewest() {
    /** @type {Meeting} */
    const newest = await send("GET", `/api/meetings/${meeting.id}`);
    ({ version } = newest);
    const { title: name, starts_at: starts, capacity } = newest;
    fill(said, h("p", {}, t("meeting.now", { name, time: dayAndTime(starts), capacity })));
  }

  return h(
    "div",
    { class: "stack close" },
    form({ fields: fieldsOf(meeting), button: t("form.save"), isMain: false, act: change }),
    said,
  );
}

/** @param {Meeting} meeting */
function fieldsOf(meeting) {
  const zone = knownZone(meeting.time_zone);
  const known = shownOf(meeting);
  const hasBegun = Date.parse(meeting.starts_at) <= Date.now();
  return [
    ...wordFields(known),
    ...(hasBegun ? [h("p", { class: "hint" }, t("meeting.time_stays"))] : timeFields({ zone, ...known })),
    capacityField(known.capacity),
    meeting.kind === "webinar" && linkField(known.link),
    h("p", { class: "hint" }, t("meeting.change_tells")),
  ];
}

/** A session as the fields show it. @param {Meeting} meeting @returns {Record<string, string>} */
function shownOf({ title, about, starts_at: starts, ends_at: ends, time_zone: zone, capacity, link }) {
  return {
    title,
    about,
    starts: onTheWall(starts, knownZone(zone)),
    minutes: String(minutesBetween(starts, ends)),
    capacity: String(capacity),
    link: link ?? "",
  };
}

/**
 * What is to be changed, as the server wants it: new times come together, in the zone in which they were shown.
 * @param {Meeting} meeting as it was when the fields were filled @param {Record<string, string>} values
 * @returns {Record<string, unknown>}
 */
export function changesOf(meeting, values) {
  const before = shownOf(meeting);
  const now = { ...before, ...values };
  const isOther = (/** @type {string} */ name) => now[name] !== before[name];
  const words = ["title", "about", "link"].filter(isOther).map((name) => [name, now[name]]);
  const { starts, minutes, capacity } = now;
  const times = { starts, ends: later(starts, Number(minutes)), time_zone: knownZone(meeting.time_zone) };
  return {
    ...Object.fromEntries(words),
    ...(isOther("capacity") ? { capacity: Number(capacity) } : {}),
    ...(isOther("starts") || isOther("minutes") ? times : {}),
  };
}
