// @ts-check
/**
 * The organisation: its name, its languages, and the help numbers without which no group can open.
 *
 * @import { Place } from "../../app/router.js"
 * @import { HelpNumber, Organisation } from "../../app/session.js"
 */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { LANGUAGE_NAMES, language, t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { session } from "../../app/session.js";
import { templateSection } from "./templates.js";

const PARTS = /** @type {const} */ (["area", "name", "number", "hours"]);

/** @param {Place} place */
export const show = (place) =>
  screen(place, {
    load: () => Promise.all([send("GET", "/api/organisation"), send("GET", "/api/script-templates")]),
    draw: ([all, { templates }], again) => [...draw(place, all), all.is_set_up && templateSection(templates, again)],
  });

/** @param {Place} place @param {Organisation} organisation */
function draw(place, organisation) {
  const numbers = Object.keys(LANGUAGE_NAMES).map((one) => numbersOf(one, organisation));
  const languages = h(
    "fieldset",
    {},
    h("legend", {}, t("organisation.languages")),
    ...numbers.map((one) => one.choice),
  );
  return [
    h("h1", {}, t(organisation.is_set_up ? "menu.organisation" : "organisation.first")),
    h("p", {}, t(organisation.is_set_up ? "organisation.words" : "organisation.first_words")),
    organisation.is_set_up && h("p", {}, h("a", { href: "/desk/arrangements" }, t("desk.arrangements"))),
    form({
      fields: [
        field({
          name: "organisation",
          label: t("organisation.name"),
          value: organisation.name,
          maxlength: 80,
          autocomplete: "organization",
        }),
        languages,
        field({
          name: "default_language",
          label: t("organisation.default_language"),
          value: organisation.name ? organisation.default_language : language(),
          choices: Object.entries(LANGUAGE_NAMES),
        }),
        ...numbers.map((one) => one.fields),
      ],
      button: t("form.save"),
      act: async (values) => {
        const chosen = numbers.filter((one) => one.isChosen());
        session.organisationSaved(
          await send("PUT", "/api/organisation", {
            name: values.organisation,
            default_language: values.default_language,
            languages: chosen.map((one) => one.language),
            help: Object.fromEntries(chosen.map((one) => [one.language, one.read()])),
          }),
        );
        await place.go("/rooms");
      },
    }),
  ];
}

/** @param {string} code @param {Organisation} organisation */
function numbersOf(code, organisation) {
  const isOffered = organisation.name ? organisation.languages.includes(code) : code === language();
  const choice = field({ name: `speaks-${code}`, label: LANGUAGE_NAMES[code], type: "checkbox", isChecked: isOffered });
  const box = choice.querySelector("input");
  const rows = h("div", { class: "stack" });
  const add = (/** @type {HelpNumber|undefined} */ known) => rows.append(numberRow(rows, known));
  (organisation.help[code] ?? []).forEach(add);
  if (!rows.childElementCount) add(undefined);
  const fields = h(
    "fieldset",
    { hidden: !isOffered, disabled: !isOffered },
    h("legend", {}, t("organisation.numbers", { language: LANGUAGE_NAMES[code] })),
    h("p", { class: "hint" }, t("organisation.numbers_hint")),
    rows,
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "second", onclick: () => add(undefined) }, t("organisation.add")),
    ),
  );
  box.addEventListener("change", () => {
    fields.hidden = fields.disabled = !box.checked;
  });
  return { language: code, choice, fields, isChosen: () => box.checked, read: () => [...rows.children].map(readRow) };
}

/** @param {HTMLElement} rows @param {HelpNumber|undefined} known */
function numberRow(rows, known) {
  const row = h("fieldset", { class: "number-row", "data-made-up": known?.is_made_up ?? false });
  row.append(
    ...PARTS.map((part) =>
      field({
        name: part,
        label: t(`organisation.${part}`),
        value: known?.[part],
        maxlength: part === "area" ? 60 : part === "number" ? 30 : 80,
        inputmode: part === "number" ? "tel" : undefined,
        required: part !== "hours",
      }),
    ),
  );
  if (known?.is_made_up) row.append(madeUpLine(row, known));
  row.append(
    h(
      "button",
      { type: "button", class: "plain", onclick: () => rows.childElementCount > 1 && row.remove() },
      t("organisation.take_out"),
    ),
  );
  return row;
}

/** A number that was made up is real once another one stands in its place. @param {HTMLElement} row @param {HelpNumber} known */
function madeUpLine(row, known) {
  const line = h("p", { class: "hint" }, t("organisation.made_up"));
  row.addEventListener("input", () => {
    line.hidden = readRow(row).number !== known.number;
    row.toggleAttribute("data-made-up", !line.hidden);
  });
  return line;
}

/** @param {Element} row */
function readRow(row) {
  const read = (/** @type {string} */ part) =>
    /** @type {HTMLInputElement} */ (row.querySelector(`[name="${part}"]`)).value.trim();
  const [area, name, number, hours] = PARTS.map(read);
  return { area, name, number, hours, is_made_up: row.hasAttribute("data-made-up") };
}
