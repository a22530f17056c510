// @ts-check
/** What the parts beside the map are made of. */
import { h } from "../../app/element.js";
import { t } from "../../app/i18n.js";

/**
 * A part that opens; the first word of it says what it is about.
 * @param {string} key @param {...(Node|null|false)} inside
 */
export function fold(key, ...inside) {
  return h("details", { class: "part" }, h("summary", {}, t(key)), h("div", { class: "stack close" }, ...inside));
}

/** @param {string} key @param {() => unknown} onclick @param {string} [look] */
export function press(key, onclick, look = "second") {
  return h("button", { type: "button", class: look, onclick }, t(key));
}
