// @ts-check
/**
 * Who comes to a session; once it has begun, who was there, where the server could not see it.
 *
 * @import { Meeting } from "./meetings.js"
 * @typedef {{registration: string, display_name: string, state: string, place: number|null, listens: boolean}} Registered
 */
import { fill, h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { listed, t } from "../../app/i18n.js";

/** @param {Meeting} meeting @param {Registered[]} people */
export function comingPart({ starts_at: starts }, people) {
  if (people.length === 0) return h("p", {}, t("meeting.nobody_yet"));
  const seated = people.filter(({ state }) => state !== "waiting");
  if (Date.parse(starts) <= Date.now() && seated.length > 0) return attendanceForm(seated);
  return h("p", {}, t("meeting.coming", { names: listed(people.map(personWords)) }));
}

/** @param {Registered} one */
function personWords({ display_name: name, state, place, listens }) {
  if (state === "waiting") return t("meeting.waits", { name, place: place ?? 1 });
  return listens ? t("meeting.listens", { name }) : name;
}

/** Only what was changed here is sent: others may be seen in the room meanwhile. @param {Registered[]} people */
function attendanceForm(people) {
  const recorded = new Map(people.map(({ registration, state }) => [registration, state === "attended"]));
  const said = h("p", { role: "status" });
  const boxes = people.map(({ registration, display_name: name }) =>
    field({ name: registration, label: name, type: "checkbox", isChecked: recorded.get(registration) }),
  );
  const element = form({
    fields: [
      h("fieldset", {}, h("legend", {}, t("meeting.was_there")), ...boxes),
      h("p", { class: "hint" }, t("meeting.was_there_hint")),
    ],
    button: t("form.save"),
    isMain: false,
    act: async (values) => {
      fill(said);
      for (const [registration, before] of recorded) {
        const attended = registration in values;
        if (attended === before) continue;
        await send("PUT", `/api/registrations/${registration}/attendance`, { attended });
        recorded.set(registration, attended);
      }
      fill(said, t("meeting.saved"));
    },
  });
  return h("div", { class: "stack close" }, element, said);
}
