// @ts-check
/**
 * The script of a session: segments with a clock that nobody is cut off by.
 *
 * @import { Guiding, Part } from "./guide.js"
 */
import { fill, h } from "../../app/element.js";
import { t } from "../../app/i18n.js";
import { fold, press } from "./fold.js";

/** @param {Guiding} guiding @returns {Part} */
export function scriptPart({ act }) {
  const list = h("ol", { class: "segments" });
  const which = h("select", { "aria-label": t("guide.script_which") });
  const going = h(
    "div",
    { class: "row" },
    press("guide.next_segment", () => act("script.next")),
    press("guide.end_script", () => act("script.end"), "plain"),
  );
  const begin = h(
    "div",
    { class: "stack close" },
    which,
    press("guide.begin_script", () => act("script.begin", { template: which.value })),
  );
  const element = fold("guide.script", list, going, begin);

  return {
    element,
    draw({ floor }, { templates }) {
      const script = floor?.script ?? null;
      element.hidden = !floor || (!script && templates.length === 0);
      going.hidden = !script;
      begin.hidden = script !== null;
      fill(list, ...(script?.segments ?? []).map((one, index) => segment(one, index === script?.current)));
      if (which.options.length !== templates.length)
        fill(which, ...templates.map((/** @type {any} */ one) => h("option", { value: one.id }, one.name)));
    },
  };
}

/** @param {{title: string, minutes: number}} about @param {boolean} isNow */
function segment({ title, minutes }, isNow) {
  return h("li", { "aria-current": isNow && "step" }, `${title} · ${t("guide.minutes", { count: minutes })}`);
}
