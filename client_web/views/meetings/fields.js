// @ts-check
/** The fields that a session is planned with, and changed with. */
import { field } from "../../app/form.js";
import { t } from "../../app/i18n.js";

/** @param {{title?: string, about?: string}} known */
export function wordFields({ title, about }) {
  return [
    field({ name: "title", label: t("meeting.title"), value: title, maxlength: 80 }),
    field({ name: "about", label: t("meeting.about"), value: about, rows: 3, maxlength: 1000, required: false }),
  ];
}

/** @param {{zone: string, starts?: string, minutes?: number|string}} known `starts` as the clock on the wall shows it in the zone */
export function timeFields({ zone, starts, minutes = 90 }) {
  return [
    field({
      name: "starts",
      label: t("meeting.starts"),
      hint: t("meeting.zone", { zone }),
      type: "datetime-local",
      value: starts,
    }),
    field({
      name: "minutes",
      label: t("meeting.minutes"),
      type: "number",
      value: minutes,
      min: 5,
      max: 720,
      inputmode: "numeric",
    }),
  ];
}

/** @param {number|string} [value] */
export function capacityField(value = 8) {
  return field({
    name: "capacity",
    label: t("settings.capacity"),
    type: "number",
    value,
    min: 1,
    max: 5000,
    inputmode: "numeric",
  });
}

/** @param {string} [value] */
export function linkField(value) {
  return field({
    name: "link",
    label: t("meeting.video"),
    hint: t("meeting.video_hint"),
    type: "url",
    value,
    maxlength: 500,
    required: false,
  });
}
