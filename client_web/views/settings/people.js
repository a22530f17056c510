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

const ROLES = ["participant", "facilitator", "moderator", "professional"];

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
function line({ participation, display_name: name, role }, problem, again) {
  const change = (/** @type {Event} */ { target }) =>
    attempt(problem, async () => {
      await send("PUT", `/api/participations/${participation}/role`, {
        role: /** @type {HTMLSelectElement} */ (target).value,
      });
      await again();
    });
  return h(
    "li",
    {},
    h("h3", {}, name),
    h(
      "div",
      { class: "row" },
      h(
        "select",
        { "aria-label": t("settings.role_of", { name }), onchange: change },
        ...ROLES.map((one) => h("option", { value: one, selected: one === role }, t(`role.${one}`))),
      ),
      askingButton({
        label: t("settings.end"),
        question: t("settings.end_question", { name }),
        yes: t("settings.end_yes"),
        act: async () => {
          await send("POST", `/api/participations/${participation}/end`, {});
          await again();
        },
      }),
    ),
  );
}
