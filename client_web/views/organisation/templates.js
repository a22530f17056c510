// @ts-check
/** Scripts that a group can go by: a name, and a line for each part with its minutes in front. */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";

/** @typedef {{id?: string, name: string, segments: {title: string, minutes: number}[]}} Template */

/** @param {Template[]} templates @param {() => Promise<void>} again */
export function templateSection(templates, again) {
  const save = async (/** @type {Template[]} */ all) => {
    await send("PUT", "/api/script-templates", { templates: all });
    await again();
  };
  const others = (/** @type {Template} */ one) => templates.filter((other) => other !== one);
  return h(
    "section",
    {},
    h("h2", {}, t("template.title")),
    h("p", { class: "soft" }, t("template.words")),
    ...templates.map((one) =>
      editor(
        one,
        (changed) => save(templates.map((old) => (old === one ? changed : old))),
        () => save(others(one)),
      ),
    ),
    editor({ name: "", segments: [] }, (added) => save([...templates, added]), null),
  );
}

/** @param {Template} template @param {(changed: Template) => unknown} save @param {(() => unknown)|null} remove */
function editor(template, save, remove) {
  const title = template.id ? template.name : t("template.new");
  const fields = form({
    fields: [
      field({ name: "name", label: t("template.name"), value: template.name, maxlength: 80 }),
      field({
        name: "segments",
        label: t("template.parts"),
        hint: t("template.parts_hint"),
        value: written(template.segments),
        rows: 5,
        maxlength: 2000,
      }),
    ],
    button: t("form.save"),
    isMain: false,
    act: (values) => save({ ...template, name: values.name, segments: read(values.segments) }),
  });
  const away = remove && h("button", { type: "button", class: "plain", onclick: remove }, t("template.remove"));
  return h("details", { class: "template" }, h("summary", {}, title), h("div", { class: "stack" }, fields, away));
}

/** @param {Template["segments"]} segments */
export const written = (segments) => segments.map(({ minutes, title }) => `${minutes} ${title}`).join("\n");

/** Lines without a number in front, or without words after it, are left out. @param {string} text */
export function read(text) {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*(\d{1,3})\s+(\S.*?)\s*$/.exec(line);
    return match ? [{ minutes: Number(match[1]), title: match[2] }] : [];
  });
}
