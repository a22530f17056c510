// @ts-check
/** The organiser's form for a session or a series of them. */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { promiseFields } from "../settings/promise.js";

export const KINDS = ["support_group", "workshop", "webinar", "feedback_session"];

/** @param {string} room @param {() => Promise<void>} again */
export function planSection(room, again) {
  return h(
    "details",
    { class: "template" },
    h("summary", {}, t("meeting.plan")),
    form({
      fields: [...meetingFields(), ...promiseFields({}), ...seriesFields()],
      button: t("meeting.plan_button"),
      isMain: false,
      act: async (values) => {
        await send("POST", `/api/rooms/${room}/meetings`, planned(values));
        await again();
      },
    }),
  );
}

function meetingFields() {
  return [
    field({ name: "title", label: t("meeting.title"), maxlength: 80 }),
    field({ name: "kind", label: t("meeting.kind"), choices: KINDS.map((one) => [one, t(`meeting.kind.${one}`)]) }),
    field({ name: "about", label: t("meeting.about"), rows: 3, maxlength: 1000, required: false }),
    field({
      name: "starts",
      label: t("meeting.starts"),
      hint: t("meeting.zone", { zone: zone() }),
      type: "datetime-local",
    }),
    field({
      name: "minutes",
      label: t("meeting.minutes"),
      type: "number",
      value: 90,
      min: 5,
      max: 1440,
      inputmode: "numeric",
    }),
    field({
      name: "capacity",
      label: t("settings.capacity"),
      type: "number",
      value: 8,
      min: 1,
      max: 5000,
      inputmode: "numeric",
    }),
    field({
      name: "link",
      label: t("meeting.video"),
      hint: t("meeting.video_hint"),
      type: "url",
      maxlength: 500,
      required: false,
    }),
  ];
}

function seriesFields() {
  return [
    field({
      name: "count",
      label: t("meeting.count"),
      hint: t("meeting.count_hint"),
      type: "number",
      value: 1,
      min: 1,
      max: 52,
      inputmode: "numeric",
    }),
    field({ name: "every", label: t("meeting.every"), type: "number", value: 1, min: 1, max: 8, inputmode: "numeric" }),
  ];
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * As the clock on the wall shows it: the server knows when clocks change.
 * @param {Record<string, string>} values @returns {Record<string, any>}
 */
export function planned({ starts, minutes, capacity, count, every, ...rest }) {
  const series = Number(count) > 1 ? { series: { count: Number(count), every_weeks: Number(every) } } : {};
  return {
    ...rest,
    starts,
    ends: later(starts, Number(minutes)),
    time_zone: zone(),
    capacity: Number(capacity),
    ...series,
  };
}

/** @param {string} wall `2026-11-24T18:00` @param {number} minutes */
function later(wall, minutes) {
  return new Date(Date.parse(`${wall}Z`) + minutes * 60_000).toISOString().slice(0, 16);
}
