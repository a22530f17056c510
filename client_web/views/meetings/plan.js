// @ts-check
/** The organiser's form for a session or a series of them. */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { promiseFields } from "../settings/promise.js";
import { capacityField, linkField, timeFields, wordFields } from "./fields.js";
import { later, ownZone } from "./wall.js";

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
  const [title, about] = wordFields({});
  const kind = field({
    name: "kind",
    label: t("meeting.kind"),
    choices: KINDS.map((one) => [one, t(`meeting.kind.${one}`)]),
  });
  return [title, kind, about, ...timeFields({ zone: ownZone() }), capacityField(), linkField()];
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

/** @param {Record<string, string>} values @returns {Record<string, any>} */
export function planned({ starts, minutes, capacity, count, every, ...rest }) {
  const series = Number(count) > 1 ? { series: { count: Number(count), every_weeks: Number(every) } } : {};
  return {
    ...rest,
    starts,
    ends: later(starts, Number(minutes)),
    time_zone: ownZone(),
    capacity: Number(capacity),
    ...series,
  };
}
