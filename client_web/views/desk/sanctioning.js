// @ts-check
/**
 * A step of the ladder with its reasons. The next step is proposed; a person decides.
 *
 * @import { AppealShown } from "./appeal.js"
 * @import { CaseShown } from "./case-panel.js"
 * @typedef {{element: HTMLElement, chosen: (values: Record<string, string>) => Record<string, unknown>}} Step
 * a part of the form, and what it adds to a decision
 */
import { choice } from "../../app/choice.js";
import { h } from "../../app/element.js";
import { field } from "../../app/form.js";
import { day, t } from "../../app/i18n.js";
import { groundChoices } from "./grounds.js";

const LADDER = ["note", "warning", "mute", "suspension", "exclusion"];
const TIMED = new Set(["mute", "suspension"]);
const LONGEST = 1000;
const HOUR = 3_600_000;

/** @param {CaseShown} shown @param {boolean} isSanction @returns {Step} */
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
    field({ name: "reason", label: t("desk.reason"), choices: groundChoices() }),
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

/**
 * The same step for fewer hours, counted from when it was given.
 * @param {AppealShown} appeal
 * @returns {Step|null} null for what has no end of its own, or is too short to be made shorter
 */
export function shortening({ kind, reason, given_at: from, until }) {
  const lasts = until ? Math.round((Date.parse(until) - Date.parse(from)) / HOUR) : 0;
  if (lasts < 2) return null;
  const element = field({
    name: "hours",
    label: t("desk.hours_milder"),
    hint: t("desk.hours_now", { count: lasts }),
    type: "number",
    min: 1,
    max: lasts - 1,
    value: Math.floor(lasts / 2),
  });
  return { element, chosen: ({ hours }) => ({ sanction: { kind, reason, hours: Number(hours) } }) };
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
