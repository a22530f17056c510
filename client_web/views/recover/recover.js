// @ts-check
/**
 * A new password by one of the recovery codes.
 *
 * @import { Place } from "../../app/router.js"
 */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { session } from "../../app/session.js";
import { newPasswordField } from "../door/new-account.js";

/** @param {Place} place */
export const show = (place) => screen(place, { draw: () => recover(place) });

/** @param {Place} place */
function recover(place) {
  return [
    h("h1", {}, t("recover.title")),
    h("p", {}, t("recover.how")),
    form({
      fields: [
        field({ name: "pseudonym", label: t("account.pseudonym"), autocomplete: "username" }),
        field({ name: "code", label: t("recover.code"), hint: t("recover.code_hint"), autocomplete: "one-time-code" }),
        newPasswordField("new_password", "account.new_password"),
      ],
      button: t("recover.button"),
      act: async (values) => {
        await send("POST", "/api/recoveries", values);
        await session.signedIn();
        await place.go("/rooms");
      },
    }),
    h("p", { class: "soft" }, t("recover.no_code")),
  ];
}
