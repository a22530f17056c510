// @ts-check
/**
 * What the door promises of this group: who decides, what one gets, what is expected.
 *
 * @import { DoorCard } from "../door/letter.js"
 */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";

const LEVELS = ["informed", "heard", "consulted", "co_decide"];

/** @param {{influence?: string|null, decision_maker?: string, what_you_get?: string}} known */
export function promiseFields({ influence, decision_maker: decides, what_you_get: gets }) {
  return [
    field({
      name: "influence",
      label: t("settings.influence"),
      value: influence ?? "heard",
      choices: LEVELS.map((one) => [one, t(`settings.level.${one}`)]),
    }),
    field({ name: "decision_maker", label: t("settings.decision_maker"), value: decides, maxlength: 80 }),
    field({ name: "what_you_get", label: t("settings.what_you_get"), value: gets, maxlength: 300, required: false }),
  ];
}

/** @param {DoorCard} door @param {() => Promise<void>} again */
export function promiseSection(door, again) {
  const known = door.letter ?? { influence: null, decision_maker: "", what_you_get: "", expectations: "" };
  return h(
    "section",
    {},
    h("h2", {}, t("settings.promise")),
    h("p", { class: "soft" }, t("settings.promise_words")),
    form({
      fields: [
        ...promiseFields(known),
        field({
          name: "expectations",
          label: t("settings.expectations"),
          value: known.expectations,
          rows: 3,
          maxlength: 1000,
          required: false,
        }),
      ],
      button: t("form.save"),
      isMain: false,
      act: async (values) => {
        await send("PUT", `/api/rooms/${door.id}/door`, values);
        await again();
      },
    }),
  );
}
