// @ts-check
/**
 * The steps that the organisation wants done with a person in distress, in its own words, or ours where it has none.
 *
 * @typedef {{step: string, texts: Record<string, string>}} StepShown
 */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { LANGUAGE_NAMES, t } from "../../app/i18n.js";
import { session } from "../../app/session.js";
import { stepWords } from "./distress.js";

const LONGEST = 300;
const MOST = 20;

/** @param {StepShown[]} steps @param {() => Promise<void>} again */
export function stepSection(steps, again) {
  const isOurs = steps.every(({ texts }) => Object.keys(texts).length === 0);
  const rows = h("div", { class: "stack" }, ...(isOurs ? [] : steps.map(row)));
  const add = () => {
    if (rows.childElementCount >= MOST) return;
    const one = row({ step: "", texts: {} });
    rows.append(one);
    one.querySelector("input")?.focus();
  };
  const save = form({
    fields: [
      rows,
      h("div", { class: "row" }, h("button", { type: "button", class: "second", onclick: add }, t("desk.steps_add"))),
    ],
    button: t("form.save"),
    isMain: false,
    act: async () => {
      await send("PUT", "/api/protocol-steps", {
        steps: [...rows.children].map(read).filter(({ texts }) => Object.keys(texts).length),
      });
      await again();
    },
  });
  return h(
    "section",
    {},
    h("h2", {}, t("desk.protocol")),
    h("p", { class: "soft" }, t(isOurs ? "desk.protocol_ours" : "desk.protocol_words")),
    isOurs && h("ol", { class: "dotted" }, ...steps.map(({ step, texts }) => h("li", {}, stepWords(step, texts)))),
    h("details", { class: "fold", open: !isOurs }, h("summary", {}, t("desk.protocol_own")), save),
  );
}

/** @param {StepShown} one @returns {HTMLElement} */
function row({ step, texts }) {
  const languages = session.organisation?.languages ?? [];
  const element = h(
    "fieldset",
    { class: "number-row", "data-step": step },
    ...languages.map((code) =>
      field({
        name: `text-${code}`,
        label: LANGUAGE_NAMES[code] ?? code,
        value: texts[code],
        maxlength: LONGEST,
        required: false,
      }),
    ),
  );
  element.append(
    h("button", { type: "button", class: "plain", onclick: () => element.remove() }, t("desk.steps_take_out")),
  );
  return element;
}

/** @param {Element} element */
function read(element) {
  const texts = Object.fromEntries(
    [...element.querySelectorAll("input")]
      .map((input) => [input.name.replace("text-", ""), input.value.trim()])
      .filter(([, text]) => text),
  );
  const id = element.getAttribute("data-step");
  return id ? { id, texts } : { texts };
}
