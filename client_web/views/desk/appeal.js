// @ts-check
/**
 * The decision that somebody asks to have looked at again. Who made it cannot decide this.
 *
 * @typedef {{
 *   sanction: string, kind: string, what: string|null, facts: string, rule: string, reason: string, explanation: string,
 *   given_at: string, until: string|null, words: string, made_at: string
 * }} AppealShown
 */
import { h } from "../../app/element.js";
import { dayAndTime, t } from "../../app/i18n.js";

/** @param {AppealShown} appeal */
export function appealPart({ kind, rule, reason, explanation, given_at: at, until }) {
  return h(
    "section",
    {},
    h("h3", {}, t("desk.appealed")),
    h("p", {}, t("desk.appealed_step", { step: t(`desk.step.${kind}`), time: dayAndTime(at) })),
    until && h("p", {}, t("desk.appealed_until", { time: dayAndTime(until) })),
    h("p", {}, [rule, t(`care.ground.${reason}`)].filter(Boolean).join(" · ")),
    h("p", { class: "promise" }, explanation),
  );
}
