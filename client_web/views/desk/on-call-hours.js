// @ts-check
/**
 * When somebody on call is called before others: for each stretch of a day on which days of the week, and from when
 * until when.
 *
 * @typedef {{days: number[], begins: string, ends: string}} Span 1 is Monday
 * @typedef {{time_zone: string, windows: Span[]}} Hours
 */
import { h } from "../../app/element.js";
import { field } from "../../app/form.js";
import { language, listed, t } from "../../app/i18n.js";

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const MOST = 14;
/** @type {Span} */
const NEW = { days: DAYS, begins: "", ends: "" };

/** @param {Hours|null} hours */
export function hoursWords(hours) {
  const spans =
    hours?.windows.map(({ days, begins, ends }) =>
      t("desk.on_call.between", { days: daysWords(days), begins, ends }),
    ) ?? [];
  return spans.length > 0 && h("p", { class: "soft" }, `${spans.join("; ")} (${hours?.time_zone})`);
}

/** @param {number[]} days */
function daysWords(days) {
  return days.length === DAYS.length ? t("desk.on_call.every_day") : listed(days.map((day) => dayName(day, "short")));
}

/** @param {number} day @param {"short"|"long"} width */
function dayName(day, width) {
  const format = new Intl.DateTimeFormat(language(), { weekday: width, timeZone: "UTC" });
  return format.format(Date.UTC(2024, 0, day)); // a January that began on a Monday
}

/**
 * Hours to change, none being at any time. `read` is undefined, and says why, where a stretch has no day.
 * @param {Hours|null} hours
 * @returns {{element: HTMLElement, read: () => Hours|null|undefined}}
 */
export function hoursFields(hours) {
  const zone = hours?.time_zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const problem = h("div", { class: "problem", role: "alert" });
  const spans = h("div", { class: "stack" }, ...(hours?.windows ?? []).map(spanFields));
  const add = h("button", { type: "button", class: "plain", onclick: addOne }, t("desk.on_call.add_hours"));

  function addOne() {
    const fresh = spanFields(NEW);
    spans.append(fresh);
    add.hidden = spans.childElementCount >= MOST;
    fresh.querySelector("input")?.focus();
  }

  /** @param {Span} span */
  function spanFields(span) {
    const remove = () => {
      element.remove();
      add.hidden = false;
      add.focus();
    };
    const element = h(
      "fieldset",
      { class: "hours" },
      h("legend", {}, t("desk.on_call.days")),
      h("div", { class: "days" }, ...DAYS.map((day) => dayField(day, span.days.includes(day)))),
      h(
        "div",
        { class: "row" },
        field({ name: "begins", label: t("desk.on_call.begins"), type: "time", value: span.begins }),
        field({ name: "ends", label: t("desk.on_call.ends"), type: "time", value: span.ends }),
        h("button", { type: "button", class: "plain", onclick: remove }, t("desk.on_call.drop_hours")),
      ),
    );
    return element;
  }

  function read() {
    problem.replaceChildren();
    const windows = [...spans.children].map(spanOf);
    const empty = windows.findIndex(({ days }) => days.length === 0);
    if (empty < 0) return windows.length > 0 ? { time_zone: zone, windows } : null;
    problem.append(h("p", {}, t("desk.on_call.no_day")));
    spans.children[empty].querySelector("input")?.focus();
    return undefined;
  }

  const hint = h("p", { class: "hint" }, t("desk.on_call.hours_hint", { zone }));
  return { element: h("div", { class: "stack close" }, hint, spans, add, problem), read };
}

/** @param {number} day @param {boolean} isChecked */
function dayField(day, isChecked) {
  return field({ name: "day", label: dayName(day, "long"), type: "checkbox", value: day, isChecked });
}

/** @param {Element} fields @returns {Span} */
function spanOf(fields) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...fields.querySelectorAll("input")]);
  const said = (/** @type {string} */ name) => inputs.find((one) => one.name === name)?.value ?? "";
  const days = inputs.filter((one) => one.name === "day" && one.checked).map((one) => Number(one.value));
  return { days, begins: said("begins"), ends: said("ends") };
}
