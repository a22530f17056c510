// @ts-check
/**
 * Signing in with pseudonym and password.
 *
 * @import { Place } from "../../app/router.js"
 */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { session } from "../../app/session.js";

/** @param {Place} place */
export const show = (place) => screen(place, { draw: () => signIn(place) });

/** @param {Place} place */
function signIn(place) {
  return [
    h("h1", {}, t("sign_in.title")),
    form({
      fields: [
        field({ name: "pseudonym", label: t("account.pseudonym"), autocomplete: "username" }),
        field({ name: "password", label: t("account.password"), type: "password", autocomplete: "current-password" }),
      ],
      button: t("sign_in.button"),
      act: async (values) => {
        await send("POST", "/api/logins", values);
        await session.signedIn();
        await place.go(awaited() ?? "/rooms");
      },
    }),
    h("p", {}, h("a", { href: "/recover" }, t("sign_in.forgotten"))),
    h("p", { class: "soft" }, t("sign_in.no_account")),
  ];
}

/** Where somebody wanted to go before being asked who they are. */
function awaited() {
  const path = history.state?.awaited;
  return typeof path === "string" ? path : null;
}
