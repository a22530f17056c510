// @ts-check
/**
 * About somebody who has written nothing: whom, and which of the three ways.
 *
 * @import { About } from "../room/care.js"
 */
import { choice } from "../../app/choice.js";
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { t } from "../../app/i18n.js";
import { style } from "../../app/screen.js";

style("./report.css", import.meta.url);
const WAYS = ["worry", "report", "mute"];

/** @param {About} about */
export function panel({ conversation, person: you, open, close }) {
  const people = conversation.state.people.filter((one) => one.participation !== you.participation);
  const act = async (/** @type {Record<string, string>} */ { whom, way }) => {
    const person = people.find((one) => one.participation === whom);
    if (person) await open(way, person);
  };
  const fields = [
    field({
      name: "whom",
      label: t("care.somebody.whom"),
      choices: people.map(({ participation, display_name: name }) => [participation, name]),
    }),
    choice({
      name: "way",
      question: t("care.somebody.way"),
      options: WAYS.map((value) => ({ value, label: t(`care.somebody.${value}`) })),
    }),
  ];
  const asking = form({ fields, button: t("care.somebody.on"), act });
  const later = h("button", { type: "button", class: "plain", onclick: close }, t("care.not_now"));
  return h(
    "div",
    { class: "stack" },
    h("h2", {}, t("people.tell")),
    people.length ? asking : h("p", {}, t("people.only_you")),
    h("div", { class: "row" }, later),
  );
}
