// @ts-check
/**
 * What somebody has begun to write in a case, so that it outlives a case that goes and comes back.
 *
 * @typedef {{name: string, value: string, isText: boolean}} Begun
 */
import { h } from "../../app/element.js";
import { t } from "../../app/i18n.js";

const OTHERS = "input[name]:not([type=radio], [type=checkbox])";

/** What was chosen and typed, in the order in which it stands: each choice before what it opens. @param {Element} inside @returns {Begun[]} */
export function begunIn(inside) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const controls = inside.querySelectorAll(`:checked[name], ${OTHERS}, textarea[name], select[name]`);
  return [...controls]
    .filter(({ value }) => value.trim() !== "")
    .map((one) => ({ name: one.name, value: one.value, isText: one.matches("textarea, input[type=text]") }));
}

/** Whether any of it would be missed: a choice made, words typed. @param {Begun[]} begun */
export const isMissed = (begun) => begun.some(({ name, isText }) => isText || name === "outcome");

/**
 * Chosen and typed again, where there is a place for it.
 * @param {Element} inside @param {Begun[]} begun @returns {Begun[]} what found none
 */
export function putBack(inside, begun) {
  return begun.filter(({ name, value }) => {
    /** @type {HTMLInputElement[]} */
    const named = [...inside.querySelectorAll(`[name="${name}"]`)].map((one) => /** @type {any} */ (one));
    const chosen = named.find((one) => one.value === value && one.matches("[type=radio], [type=checkbox]"));
    const written = named.find((one) => one.matches(`${OTHERS}, textarea, select`));
    const target = chosen ?? written;
    if (!target) return true;
    if (chosen) chosen.checked = true;
    else target.value = value;
    target.dispatchEvent(new Event("change", { bubbles: true })); // a choice opens what belongs to it
    const fold = target.closest("details");
    if (fold && target.matches("textarea")) fold.open = true;
    return false;
  });
}

/** The words alone, to be read and copied while there is no place for them. @param {Begun[]} begun @returns {Node[]} */
export function shown(begun) {
  const words = begun.filter(({ isText }) => isText);
  if (words.length === 0) return [];
  return [
    h("p", { class: "soft" }, t("care.side.not_sent")),
    ...words.map(({ value }) => h("p", { class: "promise words", dir: "auto" }, value)),
  ];
}
