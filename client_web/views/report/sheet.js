// @ts-check
/**
 * A form in the place of the composer, and what is said once it is sent.
 *
 * @import { About } from "../room/care.js"
 */
import { h } from "../../app/element.js";
import { form } from "../../app/form.js";
import { t } from "../../app/i18n.js";
import { style } from "../../app/screen.js";

style("./report.css", import.meta.url);

/**
 * @param {About} about
 * @param {{
 *   title: string, words: string[], fields: (Node|null|false)[], button: string,
 *   act: (values: Record<string, string>) => Promise<{title: string, words: (string|Node)[]}>
 * }} ask
 */
export function sheet(about, { title, words, fields, button, act }) {
  const element = h("div", { class: "stack" });
  const asking = form({
    fields,
    button,
    act: async (values) => show(await act(values)),
  });
  const later = h("button", { type: "button", class: "plain", onclick: about.close }, t("care.not_now"));
  const send = asking.querySelector("button.main");
  const row = h("div", { class: "row" });
  send?.replaceWith(row);
  row.append(...(send ? [send] : []), later);
  element.append(h("h2", {}, title), quoted(about), ...words.map((one) => h("p", {}, one)), asking);

  /** @param {{title: string, words: (string|Node)[]}} receipt */
  function show(receipt) {
    const heading = h("h2", { tabindex: -1 }, receipt.title);
    element.replaceChildren(
      heading,
      ...receipt.words.map((one) => (typeof one === "string" ? h("p", {}, one) : one)),
      h("button", { type: "button", class: "main", onclick: about.close }, t("care.back_to_group")),
    );
    heading.focus();
  }

  return element;
}

/** What it is about, so that nobody has to wonder. @param {About} about */
function quoted({ message, question, person }) {
  const text = message?.text ?? question?.text;
  return text ? h("p", { class: "about soft" }, h("span", { class: "name" }, person.display_name), " ", text) : "";
}
