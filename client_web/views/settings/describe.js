// @ts-check
/**
 * The fields that describe a group.
 *
 * @import { RoomCard } from "../door/letter.js"
 */
import { field } from "../../app/form.js";
import { LANGUAGE_NAMES, language, t } from "../../app/i18n.js";
import { session } from "../../app/session.js";

/** @param {Partial<RoomCard>} card */
export function describeFields(card) {
  const languages = session.organisation?.languages ?? ["en"];
  return [
    field({ name: "name", label: t("settings.name"), value: card.name, maxlength: 80 }),
    field({
      name: "purpose",
      label: t("settings.purpose"),
      hint: t("settings.purpose_hint"),
      value: card.purpose,
      rows: 4,
      maxlength: 1000,
    }),
    field({
      name: "capacity",
      label: t("settings.capacity"),
      type: "number",
      value: card.capacity ?? 8,
      min: 2,
      max: 5000,
      inputmode: "numeric",
    }),
    field({
      name: "language",
      label: t("settings.language"),
      value: card.language ?? language(),
      choices: languages.map((one) => [one, LANGUAGE_NAMES[one] ?? one]),
    }),
    field({
      name: "joins_by",
      label: t("settings.joins_by"),
      value: card.joins_by ?? "invitation",
      choices: [
        ["invitation", t("settings.by_invitation")],
        ["application", t("settings.by_application")],
      ],
    }),
  ];
}

/** @param {Record<string, string>} values */
export function describedBy(values) {
  return { ...values, capacity: Number(values.capacity) };
}
