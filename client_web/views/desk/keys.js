// @ts-check
/** The keys of the desk, written on the screen; whoever dictates or shares a keyboard can turn the letters off. */
import { h } from "../../app/element.js";
import { t } from "../../app/i18n.js";

const KEYS = [
  ["↑ ↓ j k", "move"],
  ["Enter", "open"],
  ["t", "take_next"],
  ["c", "claim"],
  ["w", "words"],
  ["d", "decide"],
  ["s", "side_room"],
  ["n", "note"],
  ["h", "hand_on"],
  ["e", "escalate"],
  ["r", "release"],
  ["Esc", "back"],
];
let isOn = true; // memory of this tab alone

export function keyList() {
  const box = h("input", { type: "checkbox", id: "desk-keys", checked: isOn });
  box.addEventListener("change", () => {
    isOn = box.checked;
  });
  const element = h(
    "section",
    { class: "keys" },
    h("h2", {}, t("desk.keys.title")),
    h(
      "dl",
      {},
      ...KEYS.map(([keys, what]) =>
        h(
          "div",
          {},
          h("dt", {}, ...keys.split(" ").map((one) => h("kbd", {}, one))),
          h("dd", {}, t(`desk.keys.${what}`)),
        ),
      ),
    ),
    h("div", { class: "check" }, box, h("label", { for: "desk-keys" }, t("desk.keys.on"))),
  );
  return { element, isOn: () => isOn };
}
