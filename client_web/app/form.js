// @ts-check
/** Forms that keep what was typed, say what went wrong beside the button, and cannot be sent twice. */
import { Refused } from "./answers.js";
import { h } from "./element.js";
import { t } from "./i18n.js";
import { sentenceFor } from "./refusal.js";

/**
 * @typedef {{
 *   name: string, label: string, hint?: string, type?: string, value?: string|number, rows?: number,
 *   autocomplete?: string, required?: boolean, minlength?: number, maxlength?: number, min?: number, max?: number,
 *   choices?: [string, string][], isChecked?: boolean, inputmode?: string
 * }} Field
 */
let count = 0;

/** @param {Field} field */
export function field({ label, hint, type = "text", ...rest }) {
  const id = `f${++count}`;
  const input = control(id, type, { ...rest, hint });
  const described = hint && h("p", { id: `${id}-hint`, class: "hint" }, hint);
  if (type === "checkbox") return h("div", { class: "check" }, input, h("label", { for: id }, label), described);
  const shown = type === "password" ? h("div", { class: "with-button" }, input, revealButton(input)) : input;
  return h("div", { class: "field" }, h("label", { for: id }, label), described, shown);
}

/** Without a value no attribute is set: a ticked box would send nothing instead of "on". @param {string} id @param {string} type @param {any} about */
function control(id, type, { hint, rows, choices, value, isChecked, required = type !== "checkbox", ...rest }) {
  const fields = { id, "aria-describedby": hint && `${id}-hint`, required, ...rest };
  if (choices) {
    return h(
      "select",
      fields,
      ...choices.map((/** @type {[string, string]} */ [key, word]) =>
        h("option", { value: key, selected: key === value }, word),
      ),
    );
  }
  if (rows) return h("textarea", { ...fields, rows }, value);
  const quiet =
    type === "password" || rest.autocomplete === "username" ? { autocapitalize: "none", spellcheck: "false" } : {};
  return h("input", { ...fields, ...quiet, type, value, checked: isChecked });
}

/** @param {HTMLInputElement} input */
function revealButton(input) {
  const button = h("button", { type: "button", class: "plain", "aria-pressed": "false" }, t("form.reveal"));
  button.addEventListener("click", () => {
    const isHidden = input.type === "password";
    input.type = isHidden ? "text" : "password";
    button.setAttribute("aria-pressed", String(isHidden));
  });
  return button;
}

/**
 * @param {{fields: (Node|null|false)[], button: string, act: (values: Record<string, string>, form: HTMLFormElement) => unknown, isMain?: boolean}} about
 * @returns {HTMLFormElement}
 */
export function form({ fields, button, act, isMain = true }) {
  const problem = h("div", { class: "problem", role: "alert" });
  const submit = h("button", { class: isMain ? "main" : "second" }, button);
  const element = h("form", { novalidate: true }, ...fields, problem, submit);
  element.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") || !isComplete(element, problem)) return;
    submit.setAttribute("aria-disabled", "true");
    await attempt(problem, () => act(valuesOf(element), element));
    submit.removeAttribute("aria-disabled");
  });
  return element;
}

/** @param {HTMLFormElement} element */
function valuesOf(element) {
  return /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(element)));
}

/** @param {HTMLFormElement} element @param {HTMLElement} problem */
function isComplete(element, problem) {
  problem.replaceChildren();
  const first = /** @type {HTMLInputElement|null} */ (element.querySelector(":invalid:not(fieldset)"));
  if (!first) return true;
  const label = element.querySelector(`label[for="${first.id}"]`)?.textContent ?? "";
  problem.append(h("p", {}, t(missingKey(first), { field: label, least: first.minLength })));
  first.setAttribute("aria-invalid", "true");
  first.addEventListener("input", () => first.removeAttribute("aria-invalid"), { once: true });
  first.focus();
  return false;
}

/** @param {HTMLInputElement} input */
function missingKey(input) {
  if (input.validity.valueMissing) return "form.missing";
  return input.validity.tooShort ? "form.too_short" : "form.unfit";
}

/**
 * Do something that the server may refuse; the refusal is said in `problem`.
 * @param {HTMLElement} problem
 * @param {() => unknown} act
 * @returns {Promise<boolean>} whether it was done
 */
export async function attempt(problem, act) {
  problem.replaceChildren();
  try {
    await act();
    return true;
  } catch (reason) {
    if (!(reason instanceof Refused)) throw reason;
    problem.append(h("p", {}, sentenceFor(reason.error)));
    return false;
  }
}

/**
 * A button with a consequence: pressed once it asks, in its own place; the answer does it or leaves it.
 * @param {{label: string, question: string, yes: string, act: () => unknown}} about
 */
export function askingButton({ label, question, yes, act }) {
  const problem = h("div", { class: "problem", role: "alert" });
  const first = h(
    "button",
    { type: "button", class: "plain", "aria-expanded": "false", onclick: () => open(true) },
    label,
  );
  const confirm = h("button", { type: "button", class: "second", onclick: () => attempt(problem, act) }, yes);
  const asked = h(
    "div",
    { class: "asked", hidden: true },
    h("p", {}, question),
    h(
      "div",
      { class: "row" },
      confirm,
      h("button", { type: "button", class: "plain", onclick: () => open(false) }, t("form.no")),
    ),
    problem,
  );
  const open = (/** @type {boolean} */ isOpen) => {
    asked.hidden = !isOpen;
    first.hidden = isOpen;
    (isOpen ? confirm : first).focus();
  };
  return h("div", { class: "asking" }, first, asked);
}
