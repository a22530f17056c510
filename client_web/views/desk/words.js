// @ts-check
/**
 * What was said, covered until one wants to read it, with as little around it as will do.
 *
 * @import { CaseShown, MessageShown } from "./case-panel.js"
 */
import { fill, h } from "../../app/element.js";
import { clockTime, t } from "../../app/i18n.js";
import { reasonWords } from "../report/reasons.js";

/**
 * @typedef {{label?: string, text: string}} Note what somebody wrote to it, and what it is where that is not plain
 * @param {CaseShown} shown @param {Note[]} notes
 */
export function wordsPart(shown, notes) {
  const box = h("div", { class: "covered" });
  let isOpen = false;
  const label = h("span", {}, t("desk.show_words"));
  const button = h(
    "button",
    { type: "button", class: "second", "data-deed": "look", "aria-expanded": "false", onclick: toggle },
    label,
    h("kbd", { "aria-hidden": "true" }, "w"),
  );
  function toggle() {
    isOpen = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    label.textContent = t(isOpen ? "desk.cover_words" : "desk.show_words");
    draw();
  }
  function draw() {
    box.classList.toggle("is-open", isOpen);
    fill(box, ...(isOpen ? uncovered(shown, notes) : [h("p", { class: "soft" }, t("desk.words_covered"))]));
  }
  draw();
  return h(
    "section",
    { class: "what" },
    h("h3", {}, t("desk.said")),
    reasons(shown),
    box,
    h("div", { class: "row" }, button),
  );
}

/** Why somebody asked for a look, as they chose it; what they wrote to it stays covered. @param {CaseShown} shown */
function reasons({ what_was_reported: reports, about }) {
  const counted = new Map();
  for (const { reason } of reports) counted.set(reason, (counted.get(reason) ?? 0) + 1);
  const words = [...counted].map(([reason, count]) =>
    count > 1 ? `${reasonWords(reason)} (${count})` : reasonWords(reason),
  );
  return h(
    "div",
    {},
    about && h("p", {}, t("desk.about", { name: about.display_name })),
    words.length > 0 && h("p", {}, t("desk.reported_as", { reasons: words.join(", ") })),
  );
}

/** @param {CaseShown} shown @param {Note[]} notes */
function uncovered({ before, message, after }, notes) {
  return [
    ...before.map((one) => line(one, "around")),
    message && line(message, "matter"),
    ...after.map((one) => line(one, "around")),
    ...notes.flatMap(({ label, text }) => [
      label ? h("p", { class: "soft" }, label) : null,
      h("p", { class: "promise words", dir: "auto" }, text),
    ]),
    !message && notes.length === 0 && h("p", { class: "soft" }, t("desk.no_message")),
  ];
}

/** @param {MessageShown} one @param {"around"|"matter"} place */
function line({ author, text, at, is_held: isHeld, is_hidden: isHidden, is_removed: isRemoved }, place) {
  const state = (isHeld && "held") || (isHidden && "hidden") || (isRemoved && "removed");
  return h(
    "article",
    { class: `said ${place}` },
    h(
      "p",
      { class: "who" },
      h("bdi", { class: "name" }, author.display_name || t("question.somebody")),
      h(
        "span",
        { class: "soft" },
        [author.role !== "participant" && t(`role.${author.role}`), clockTime(at), state && t(`desk.state.${state}`)]
          .filter(Boolean)
          .join(" · "),
      ),
    ),
    text === null ? h("p", { class: "soft" }, t("desk.words_gone")) : h("p", { class: "words", dir: "auto" }, text),
  );
}
