// @ts-check
/** The two things a new person is asked for. */
import { field } from "../../app/form.js";
import { t } from "../../app/i18n.js";

export const SHORTEST_PASSWORD = 15;

export function newAccountFields() {
  return [
    field({
      name: "pseudonym",
      label: t("account.pseudonym"),
      hint: t("account.pseudonym_hint"),
      autocomplete: "username",
      maxlength: 64,
    }),
    newPasswordField("password", "account.password"),
  ];
}

/** @param {string} name @param {string} label */
export function newPasswordField(name, label) {
  return field({
    name,
    label: t(label),
    hint: t("account.password_hint"),
    type: "password",
    autocomplete: "new-password",
    minlength: SHORTEST_PASSWORD,
  });
}

/** @param {string} [value] */
export function displayNameField(value = "") {
  return field({
    name: "display_name",
    label: t("account.display_name"),
    hint: t("account.display_name_hint"),
    value,
    autocomplete: "off",
    maxlength: 64,
  });
}
