// @ts-check
/**
 * A question that was let through: who asks, if they want that to be seen, who would like to know too, and whether it
 * has been answered.
 *
 * @import { Question } from "../../app/wire.js"
 * @import { Around } from "./message.js"
 */
import { h } from "../../app/element.js";
import { clockTime, listed, t } from "../../app/i18n.js";
import { cover, words } from "./message.js";

/** @param {Question} question @param {string} at @param {Around} around */
export function questionElement(question, at, around) {
  const { asker, supporters, is_answered: isAnswered } = question;
  const isOn = supporters.includes(around.you);
  const isYours = asker?.participation === around.you;
  const header = h(
    "header",
    {},
    h("bdi", { class: "name" }, asker ? asker.display_name : t("question.somebody")),
    h("span", { class: "soft" }, ` · ${t(isAnswered ? "question.answered" : "question.asks")} `),
    h("time", { class: "soft", datetime: at }, clockTime(at)),
  );
  const support = { is_on: !isOn, question: question.id };
  const button = h(
    "button",
    {
      type: "button",
      class: "second",
      "aria-pressed": String(isOn),
      onclick: () => around.act("question.support", support),
    },
    t("question.support"),
  );
  const element = h(
    "article",
    { class: "message question", tabindex: -1 },
    header,
    h("div", { class: "said" }, said(question)),
    supporters.length > 0 &&
      h("p", { class: "reactions soft" }, t("question.supported", { names: listed(supporters.map(around.nameOf)) })),
    h(
      "div",
      { class: "row" },
      !isYours && !isAnswered && button,
      around.isStaff &&
        !isAnswered &&
        h(
          "button",
          {
            type: "button",
            class: "second",
            onclick: () => around.act("question.answered", { question: question.id }),
          },
          t("question.mark_answered"),
        ),
      around.isStaff &&
        !isYours &&
        question.text !== null &&
        h("button", { type: "button", class: "plain", onclick: () => around.takeOut(question) }, t("message.remove")),
    ),
  );
  return element;
}

/** @param {Question} question */
function said(question) {
  if (question.text === null) return h("p", { class: "soft" }, t("question.removed"));
  return question.is_veiled ? cover(question, t("message.veiled"), t("message.unveil")) : words(question);
}
