// @ts-check
/**
 * The first page of somebody who is not signed in.
 *
 * @import { Place } from "../../app/router.js"
 */
import { h } from "../../app/element.js";
import { t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { session } from "../../app/session.js";

/** @param {Place} place */
export const show = (place) => screen(place, { draw: welcome });

function welcome() {
  const organisation = session.organisation;
  if (!organisation?.name) return [h("h1", {}, "Sohva"), h("p", {}, t("welcome.not_set_up"))];
  return [
    h("h1", {}, t("welcome.title")),
    h("p", {}, t("welcome.what")),
    h("p", {}, t("welcome.invited")),
    h(
      "div",
      { class: "row" },
      h("a", { class: "button main", href: "/sign-in" }, t("sign_in.title")),
      h("a", { class: "button second", href: "/directory" }, t("welcome.directory")),
    ),
    h("p", { class: "soft" }, t("leave.how_long")),
  ];
}
