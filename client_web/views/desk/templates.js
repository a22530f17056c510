// @ts-check
/**
 * The sentence that somebody reads for each reason. An emptied one brings ours back.
 *
 * @typedef {{language: string, reason: string, text: string, is_ours: boolean}} Template
 */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { LANGUAGE_NAMES, language, t } from "../../app/i18n.js";

const LONGEST = 600;

/** @param {Template[]} templates */
export function templateSection(templates) {
  const languages = [...new Set(templates.map((one) => one.language))];
  const lists = new Map(
    languages.map((code) => [
      code,
      h("div", { class: "stack close", lang: code }, ...templates.filter((one) => one.language === code).map(line)),
    ]),
  );
  const shown = h("div", {}, lists.get(language()) ?? lists.get(languages[0]) ?? null);
  const chooser = field({
    name: "language",
    label: t("menu.language"),
    value: language(),
    choices: languages.map((code) => [code, LANGUAGE_NAMES[code] ?? code]),
  });
  chooser.querySelector("select")?.addEventListener("change", (/** @type {Event} */ { target }) => {
    shown.replaceChildren(lists.get(/** @type {HTMLSelectElement} */ (target).value) ?? "");
  });
  return h(
    "section",
    {},
    h("h2", {}, t("desk.templates")),
    h("p", { class: "soft" }, t("desk.templates_words")),
    chooser,
    shown,
  );
}

/** @param {Template} one */
function line(one) {
  const state = h(
    "p",
    { class: "hint", role: "status" },
    t(one.is_ours ? "desk.template_ours" : "desk.template_yours"),
  );
  const words = field({
    name: "text",
    label: t("desk.template"),
    value: one.text,
    rows: 3,
    maxlength: LONGEST,
    required: false,
  });
  const save = form({
    fields: [words],
    button: t("form.save"),
    isMain: false,
    act: async ({ text }) => {
      const saved = await send("PUT", "/api/reason-templates", {
        language: one.language,
        reason: one.reason,
        text: text.trim(),
      });
      state.textContent = t("desk.template_saved");
      const area = words.querySelector("textarea");
      if (area) area.value = saved.text;
    },
  });
  return h("details", { class: "fold" }, h("summary", {}, t(`care.ground.${one.reason}`)), state, save);
}
