// @ts-check
/**
 * Questions that wait: let through with the name or without, or set aside.
 *
 * @import { Guiding, Part } from "./guide.js"
 */
import { fill, h } from "../../app/element.js";
import { t } from "../../app/i18n.js";
import { fold } from "./fold.js";

/** @param {Guiding} guiding @returns {Part} */
export function questionsPart({ act, again }) {
  const list = h("ul", { class: "list" });
  const none = h("p", { class: "soft" }, t("guide.no_questions"));
  const element = fold("guide.questions", none, list);
  let drawn = "";

  /** @param {any} question */
  function item(question) {
    const does =
      (/** @type {string} */ command, /** @type {object} */ more = {}) =>
      async () => {
        await act(command, { question: question.id, ...more }, false);
        await again();
      };
    const name = question.asker?.display_name ?? "";
    const button = (/** @type {string} */ key, /** @type {() => unknown} */ onclick, look = "second") =>
      h("button", { type: "button", class: look, "aria-label": t(`${key}_of`, { name }), onclick }, t(key));
    return h(
      "li",
      {},
      h(
        "div",
        { class: "stack close" },
        h("p", {}, h("bdi", {}, name)),
        h("p", { class: "words", dir: "auto" }, question.text),
      ),
      h(
        "div",
        { class: "row" },
        button("guide.let_through", does("question.let_through", { with_name: false })),
        button("guide.let_through_named", does("question.let_through", { with_name: true })),
        button("guide.set_aside", does("question.set_aside"), "plain"),
      ),
    );
  }

  return {
    element,
    draw({ floor }, { questions }) {
      const waiting = questions.filter((/** @type {any} */ one) => one.state === "waiting" && one.text !== null);
      element.hidden = floor?.mode !== "classroom" && waiting.length === 0;
      none.hidden = waiting.length > 0;
      const now = JSON.stringify(waiting);
      if (now === drawn) return;
      drawn = now;
      const focused = list.contains(document.activeElement);
      fill(list, ...waiting.map(item));
      if (waiting.length > 0) element.open = true;
      if (focused) (list.querySelector("button") ?? element.querySelector("summary"))?.focus();
    },
  };
}
