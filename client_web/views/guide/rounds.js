// @ts-check
/**
 * A question to everybody, once: at the beginning or at the end.
 *
 * @import { Guiding, Part } from "./guide.js"
 */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { t } from "../../app/i18n.js";
import { nameOf } from "../../app/standing.js";
import { fold, press } from "./fold.js";

/** @param {Guiding} guiding @returns {Part} */
export function roundPart({ act }) {
  const waiting = h("p", { class: "soft" });
  const going = h(
    "div",
    { class: "stack close" },
    waiting,
    press("guide.end_round", () => act("round.end")),
  );
  const begin = form({
    fields: [
      field({
        name: "kind",
        label: t("guide.round_kind"),
        choices: [
          ["opening", t("guide.round.opening")],
          ["closing", t("guide.round.closing")],
        ],
      }),
      field({ name: "question", label: t("guide.round_question"), maxlength: 200 }),
    ],
    button: t("guide.begin_round"),
    isMain: false,
    act: async (values, element) => {
      if (await act("round.begin", values)) element.reset();
    },
  });
  const element = fold("guide.rounds", going, begin);

  return {
    element,
    draw(state) {
      const { floor } = state;
      element.hidden = !floor;
      going.hidden = !floor?.round;
      begin.hidden = Boolean(floor?.round);
      const names = (floor?.not_yet_heard ?? []).map((one) => nameOf(state, one)).filter(Boolean);
      waiting.textContent =
        names.length > 0 ? t("guide.not_yet_heard", { names: names.join(", ") }) : t("guide.all_heard");
    },
  };
}
