// @ts-check
/**
 * A step of the ladder with its reasons. The next step is proposed; a person decides. What the person will read is
 * shown before it is given.
 *
 * @import { CaseShown } from "./case-panel.js"
 */
import { choice } from "../../app/choice.js";
import { h } from "../../app/element.js";
import { field } from "../../app/form.js";
import { day, t } from "../../app/i18n.js";

const LADDER = ["note", "warning", "mute", "suspension", "exclusion"];
const TIMED = new Set(["mute", "suspension"]);
const LONGEST = 1000;
const REASONS = [
  "house_rule",
  "harassment",
  "hate",
  "threat",
  "sexual_content",
  "grooming",
  "encouragement_of_self_harm",
  "method_detail",
  "others_personal_data",
  "broken_confidentiality",
  "medical_dosage",
  "drug_sourcing",
  "weight_and_food_numbers",
  "spam",
  "proselytising",
  "flood",
  "impersonation",
  "evaded_sanction",
  "unlawful",
];

/** @param {CaseShown} shown @param {boolean} isSanction */
export function sanctioning(shown, isSanction) {
  const hours = field({
    name: "hours",
    label: t("desk.hours"),
    type: "number",
    min: 1,
    max: 24 * 365,
    value: shown.proposal?.hours ?? 24,
  });
  const steps = isSanction ? ladder(shown, hours) : null;
  const element = h(
    "div",
    { class: "stack" },
    steps,
    isSanction && hours,
    field({ name: "reason", label: t("desk.reason"), choices: REASONS.map((one) => [one, t(`care.ground.${one}`)]) }),
    field({ name: "ground", label: t("desk.ground"), hint: t("desk.ground_hint"), maxlength: 80, required: false }),
    field({
      name: "explanation",
      label: t("desk.explanation"),
      hint: t("desk.explanation_hint"),
      rows: 3,
      maxlength: LONGEST,
      required: false,
    }),
    isSanction && shown.message && field({ name: "hide", label: t("desk.hide_too"), type: "checkbox" }),
    field({ name: "criticises", label: t("desk.criticises"), hint: t("desk.criticises_hint"), type: "checkbox" }),
  );

  /** @param {Record<string, string>} values */
  function chosen({ kind, reason, ground, explanation, hours: lasting, hide, criticises }) {
    const why = { reason, ground: ground.trim(), explanation: explanation.trim() };
    const critical = criticises ? { criticises_organisation: true } : {};
    if (!isSanction) return { ...why, ...critical };
    const timed = TIMED.has(kind) ? { hours: Number(lasting) } : {};
    return { sanction: { kind, ...why, ...timed }, ...why, ...(hide ? { hide: true } : {}), ...critical };
  }

  return { element, chosen };
}

/** @param {CaseShown} shown @param {HTMLElement} hours */
function ladder({ proposal, history }, hours) {
  const proposed = proposal?.kind ?? "note";
  const lasts = (/** @type {string} */ kind) => {
    hours.hidden = !TIMED.has(kind);
    const input = hours.querySelector("input");
    if (input) input.disabled = hours.hidden;
  };
  lasts(proposed);
  const past = history.filter((one) => !one.is_reversed);
  return h(
    "div",
    { class: "stack close" },
    h(
      "p",
      { class: "soft" },
      past.length
        ? t("desk.history", {
            steps: past.map((one) => `${t(`desk.step.${one.kind}`)} (${day(one.starts_at)})`).join(", "),
          })
        : t("desk.no_history"),
    ),
    choice({
      name: "kind",
      question: t("desk.which_step"),
      chosen: proposed,
      onChange: lasts,
      options: LADDER.map((one) => ({
        value: one,
        label: one === proposed ? t("desk.proposed", { step: t(`desk.step.${one}`) }) : t(`desk.step.${one}`),
        hint: t(`desk.step_does.${one}`),
      })),
    }),
  );
}
