// @ts-check
/**
 * Who is in the group, with which role.
 *
 * @import { Found, Member } from "./settings.js"
 */
import { h } from "../../app/element.js";
import { askingButton, attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";

/** Professionals come with a session of theirs, and go with it. */
const ROLES = ["participant", "facilitator", "moderator"];

/** @param {Found} all */
export function peopleSection({ people, problem, again }) {
  return h(
    "section",
    {},
    h("h2", {}, t("people.title")),
    people.length
      ? h("ul", { class: "list" }, ...people.map((one) => line(one, problem, again)))
      : h("p", { class: "soft" }, t("settings.nobody")),
  );
}

/** @param {Member} member @param {HTMLElement} problem @param {() => Promise<void>} again */
function line(member, problem, again) {
  const { participation, display_name: name, role } = member;
  const end = askingButton({
    label: t("settings.end"),
    question: t("settings.end_question", { name }),
    yes: t("settings.end_yes"),
    act: async () => {
      await send("POST", `/api/participations/${participation}/end`, {});
      await again();
    },
  });
  const choice = role === "professional" ? [h("span", {}, t(`role.${role}`))] : roleChoice(member, problem, again);
  return h("li", {}, h("h3", {}, name), h("div", { class: "row" }, ...choice, end));
}

/** Chosen first and given by a button, since arrow keys alone already choose. @param {Member} member @param {HTMLElement} problem @param {() => Promise<void>} again */
function roleChoice({ participation, display_name: name, role }, problem, again) {
  const options = ROLES.map((one) => h("option", { value: one, selected: one === role }, t(`role.${one}`)));
  const select = h("select", { "aria-label": t("settings.role_of", { name }) }, ...options);
  const give = () =>
    attempt(problem, async () => {
      await send("PUT", `/api/participations/${participation}/role`, { role: select.value });
      await again();
    });
  const button = h(
    "button",
    { type: "button", class: "second", "aria-label": t("settings.give_role", { name }), onclick: give },
    t("form.save"),
  );
  return [select, button];
}
