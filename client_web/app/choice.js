// @ts-check
/** One of several, all of them to be seen at once: radio buttons under one question. */
import { h } from "./element.js";

let count = 0;

/**
 * @param {{
 *   name: string, question: string, options: {value: string, label: string, hint?: string}[],
 *   chosen?: string, onChange?: (value: string) => void
 * }} about
 */
export function choice({ name, question, options, chosen, onChange }) {
  const group = `${name}${++count}`;
  const lines = options.map(({ value, label, hint }) => {
    const id = `${group}-${value}`;
    const described = hint ? `${id}-hint` : null;
    const input = h("input", { type: "radio", id, name, value, checked: value === chosen, required: true });
    if (described) input.setAttribute("aria-describedby", described);
    input.addEventListener("change", () => onChange?.(value));
    return h(
      "div",
      { class: "check" },
      input,
      h("label", { for: id }, label),
      hint && h("p", { id: described, class: "hint" }, hint),
    );
  });
  return h("fieldset", { class: "choice" }, h("legend", {}, question), ...lines);
}
