// @ts-check
/** Recovery codes, shown once: to be printed or written down. */
import { h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { t } from "../../app/i18n.js";

/**
 * Where going on is refused, the codes stay and the sentence stands below them.
 * @param {string[]} codes
 * @param {() => unknown} next
 */
export function recoveryCodes(codes, next) {
  const problem = h("div", { class: "problem", role: "alert" });
  const goOn = () => attempt(problem, next);
  return [
    h("h1", { tabindex: -1 }, t("codes.title")),
    h("p", {}, t("codes.why")),
    h("ol", { class: "codes" }, ...codes.map((code) => h("li", {}, code))),
    h("p", { class: "soft" }, t("codes.keep")),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "main", onclick: goOn }, t("codes.kept")),
      h("button", { type: "button", class: "second", onclick: () => print() }, t("codes.print")),
    ),
    problem,
  ];
}
