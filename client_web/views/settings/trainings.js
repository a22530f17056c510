// @ts-check
/**
 * Who of the staff is trained, until when: the organiser writes it down, renews it, takes it back.
 *
 * @import { Found, Member } from "./settings.js"
 * @typedef {{id: string, participation: string, display_name: string, room: string, kind: string, valid_until: string}} Training
 */
import { h } from "../../app/element.js";
import { askingButton, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { day, t } from "../../app/i18n.js";

const YEAR = 365 * 24 * 60 * 60 * 1000;
const STAFF = new Set(["facilitator", "moderator"]);

/** @param {Found & {trainings: Training[]}} all */
export function trainingSection({ card, people, trainings, again }) {
  const staff = people.filter(({ role }) => STAFF.has(role));
  const here = trainings.filter(({ room }) => room === card.id);
  return h(
    "section",
    {},
    h("h2", {}, t("training.title")),
    h("p", { class: "soft" }, t("training.words")),
    here.length > 0 && h("ul", { class: "list" }, ...here.map((one) => line(one, again))),
    staff.length > 0 ? grantForm(staff, again) : h("p", {}, t("training.no_staff")),
  );
}

/** @param {Training} training @param {() => Promise<void>} again */
function line({ id, display_name: name, kind, valid_until: until }, again) {
  const isOver = Date.parse(until) <= Date.now();
  const words = t(isOver ? "training.was_valid" : "training.valid", { role: t(`role.${kind}`), day: day(until) });
  return h(
    "li",
    {},
    h("div", { class: "stack close" }, h("h3", {}, h("bdi", {}, name)), h("p", { class: "soft" }, words)),
    askingButton({
      label: t("training.revoke"),
      question: t("training.revoke_question", { name }),
      yes: t("training.revoke_yes"),
      act: async () => {
        await send("DELETE", `/api/trainings/${id}`);
        await again();
      },
    }),
  );
}

/** @param {Member[]} staff @param {() => Promise<void>} again */
function grantForm(staff, again) {
  return form({
    fields: [
      field({
        name: "participation",
        label: t("training.who"),
        choices: staff.map((one) => [one.participation, one.display_name]),
      }),
      field({
        name: "until",
        label: t("training.until"),
        type: "date",
        value: new Date(Date.now() + YEAR).toISOString().slice(0, 10),
      }),
    ],
    button: t("training.grant"),
    isMain: false,
    act: async ({ participation, until }) => {
      const kind = staff.find((one) => one.participation === participation)?.role;
      await send("POST", "/api/trainings", { participation, kind, valid_until: `${until}T23:59:59Z` });
      await again();
    },
  });
}
