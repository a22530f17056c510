// @ts-check
/**
 * Of one session, for those who look after it: who comes and who was there; for the organiser, changing it, who is
 * invited to speak, calling it off.
 *
 * @import { Meeting } from "./meetings.js"
 */
import { fill, h } from "../../app/element.js";
import { askingButton, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { session } from "../../app/session.js";
import { shownOnce } from "./calendar.js";
import { changeForm } from "./change.js";
import { comingPart } from "./coming.js";

/** @param {Meeting} meeting @param {{again: () => Promise<void>, saved: () => Promise<void>}} then */
export async function organiserOf(meeting, then) {
  const [{ people }, { professionals }] = await Promise.all([
    send("GET", `/api/meetings/${meeting.id}/registrations`),
    session.isOrganiser ? send("GET", `/api/meetings/${meeting.id}/professionals`) : { professionals: [] },
  ]);
  const isAhead = Date.parse(meeting.ends_at) > Date.now();
  return h(
    "div",
    { class: "stack" },
    h("h3", { class: "only-heard", tabindex: -1 }, t(session.isOrganiser ? "meeting.organise" : "meeting.who")),
    comingPart(meeting, people),
    ...(session.isOrganiser && isAhead ? organising(meeting, professionals, then) : []),
  );
}

/** @param {Meeting} meeting @param {any[]} professionals @param {{again: () => Promise<void>, saved: () => Promise<void>}} then */
function organising(meeting, professionals, { again, saved }) {
  return [
    ...professionals.map((one) => invited(one, again)),
    folded("meeting.change", changeForm(meeting, saved)),
    folded("meeting.invite_guest", inviteForm(meeting)),
    ...cancelling(meeting, again),
  ];
}

/** This one alone, or with all that follow. @param {Meeting} meeting @param {() => Promise<void>} again */
function cancelling({ id, version, series }, again) {
  const cancel = (/** @type {boolean} */ restOfSeries) => async () => {
    await send("POST", `/api/meetings/${id}/cancel`, { version, rest_of_series: restOfSeries });
    await again();
  };
  return [
    askingButton({
      label: t("meeting.cancel"),
      question: t("meeting.cancel_question"),
      yes: t("meeting.cancel_yes"),
      act: cancel(false),
    }),
    series &&
      askingButton({
        label: t("meeting.cancel_rest"),
        question: t("meeting.cancel_rest_question"),
        yes: t("meeting.cancel_rest_yes"),
        act: cancel(true),
      }),
  ];
}

/** @param {string} key @param {Node} inside */
function folded(key, inside) {
  return h("details", { class: "template" }, h("summary", {}, t(key)), inside);
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
