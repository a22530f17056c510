// @ts-check
/** Recovery codes, shown once: to be printed or written down. */
import { h } from "../../app/element.js";
import { t } from "../../app/i18n.js";

/**
 * @param {string[]} codes
 * @param {() => unknown} next
 */
export function recoveryCodes(codes, next) {
  return [
    h("h1", { tabindex: -1 }, t("codes.title")),
    h("p", {}, t("codes.why")),
    h("ol", { class: "codes" }, ...codes.map((code) => h("li", {}, code))),
    h("p", { class: "soft" }, t("codes.keep")),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "main", onclick: next }, t("codes.kept")),
      h("button", { type: "button", class: "second", onclick: () => print() }, t("codes.print")),
    ),
  ];
}
