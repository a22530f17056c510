// @ts-check
/**
 * Of one session, for the organiser: who comes, who is invited to speak, calling it off.
 *
 * @import { Meeting } from "./meetings.js"
 */
import { fill, h } from "../../app/element.js";
import { askingButton, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { listed, t } from "../../app/i18n.js";
import { shownOnce } from "./calendar.js";

/** @param {Meeting} meeting @param {() => Promise<void>} again */
export async function organiserOf(meeting, again) {
  const [{ people }, { professionals }] = await Promise.all([
    send("GET", `/api/meetings/${meeting.id}/registrations`),
    send("GET", `/api/meetings/${meeting.id}/professionals`),
  ]);
  return h(
    "div",
    { class: "stack" },
    h(
      "p",
      {},
      people.length > 0 ? t("meeting.coming", { names: listed(people.map(personWords)) }) : t("meeting.nobody_yet"),
    ),
    ...professionals.map((/** @type {any} */ one) => invited(one, again)),
    inviteForm(meeting),
    askingButton({
      label: t("meeting.cancel"),
      question: t("meeting.cancel_question"),
      yes: t("meeting.cancel_yes"),
      act: async () => {
        await send("POST", `/api/meetings/${meeting.id}/cancel`, { version: meeting.version });
        await again();
      },
    }),
  );
}

/** @param {any} one */
function personWords({ display_name: name, state, place, listens }) {
  if (state === "waiting") return t("meeting.waits", { name, place });
  return listens ? t("meeting.listens", { name }) : name;
}

/** @param {any} one @param {() => Promise<void>} again */
function invited({ id, display_name: name, profession, organisation, revoked_at: revoked }, again) {
  if (revoked) return null;
  return h(
    "div",
    { class: "row" },
    h("p", {}, t("door.guest", { name, profession, organisation })),
    askingButton({
      label: t("meeting.uninvite"),
      question: t("meeting.uninvite_question", { name }),
      yes: t("meeting.uninvite_yes"),
      act: async () => {
        await send("DELETE", `/api/professionals/${id}`);
        await again();
      },
    }),
  );
}

/** @param {Meeting} meeting */
function inviteForm(meeting) {
  const made = h("div", {});
  const element = form({
    fields: [
      h("h3", {}, t("meeting.invite_guest")),
      field({ name: "display_name", label: t("meeting.guest_name"), maxlength: 64 }),
      field({ name: "profession", label: t("meeting.profession"), maxlength: 80 }),
      field({ name: "organisation", label: t("meeting.guest_organisation"), maxlength: 80 }),
      field({ name: "checked", label: t("meeting.checked"), hint: t("meeting.checked_hint"), maxlength: 500 }),
    ],
    button: t("meeting.invite_button"),
    isMain: false,
    act: async (values, one) => {
      const { path } = await send("POST", `/api/meetings/${meeting.id}/professionals`, values);
      one.reset();
      fill(made, shownOnce(new URL(path, location.origin).href));
      made.querySelector("input")?.select();
    },
  });
  return h("div", { class: "stack" }, element, made);
}
