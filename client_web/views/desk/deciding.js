// @ts-check
/**
 * How a case ends. Each end says what it does before it is chosen, and to whom what is said.
 *
 * @import { AppealShown } from "./appeal.js"
 * @import { CaseShown } from "./case-panel.js"
 * @import { Step } from "./sanctioning.js"
 */
import { choice } from "../../app/choice.js";
import { fill, h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { sanctioning, shortening } from "./sanctioning.js";

/** The order in which people think of them; what the server does not offer is left out. */
const ORDER = {
  report: ["no_breach", "talked", "sanctioned", "message_removed", "duplicate"],
  hold: ["released", "returned", "sanctioned", "message_removed"],
  distress: ["talked", "declined_talk", "not_reached", "emergency_called", "no_concern"],
  appeal: ["reversed", "changed", "upheld"],
  complaint: ["answered", "upheld", "duplicate"],
};
const TELLS = new Set([
  "no_breach",
  "talked",
  "message_removed",
  "sanctioned",
  "upheld",
  "changed",
  "reversed",
  "answered",
]);
const EXPLAINS = new Set(["message_removed", "returned"]);

/** @param {CaseShown} shown @param {(moved: {state: string}) => Promise<void>} done @param {AppealShown|null} appeal */
export function deciding(shown, done, appeal) {
  if (shown.has_conflict) return h("p", { class: "caution" }, t("desk.conflict"));
  const more = h("div", { class: "stack" });
  /** @type {Step|null} */
  let sanction = null;
  const shorter = appeal && shortening(appeal);
  const isOffered = (/** @type {string} */ one) =>
    shown.outcomes.includes(one) && (one !== "sanctioned" || shown.may_sanction) && (one !== "changed" || shorter);

  /** @param {string} outcome */
  function drawMore(outcome) {
    const isSanction = outcome === "sanctioned";
    sanction = isSanction || EXPLAINS.has(outcome) ? sanctioning(shown, isSanction) : null;
    if (outcome === "changed") sanction = shorter;
    const masks = outcome === "released" && field({ name: "is_masked", label: t("desk.masked"), type: "checkbox" });
    fill(more, sanction?.element, masks, TELLS.has(outcome) && shown.kind !== "hold" && sentence(shown));
  }

  const element = form({
    fields: [
      choice({
        name: "outcome",
        question: t("desk.decide_question"),
        options: ORDER[shown.kind].filter(isOffered).map((one) => ({
          value: one,
          label: t(`desk.outcome.${shown.kind}.${one}`),
          hint: t(`desk.does.${shown.kind}.${one}`),
        })),
        onChange: drawMore,
      }),
      more,
    ],
    button: t("desk.decide"),
    isMain: shown.kind !== "distress",
    act: async (values) => {
      const body = decision(shown, values, sanction?.chosen(values) ?? {});
      await done(await send("POST", `/api/cases/${shown.case}/decide`, body));
    },
  });
  return h(
    "section",
    { class: "deciding", "data-deed": "decide" },
    h("h3", {}, t("desk.deciding"), h("kbd", { "aria-hidden": "true" }, "d")),
    element,
  );
}

/** @param {CaseShown} shown @param {Record<string, string>} values @param {Record<string, unknown>} chosen */
function decision({ version, kind }, { outcome, sentence: told = "", is_masked: masked }, chosen) {
  const hides = outcome === "message_removed" && kind === "report" ? { hide: true } : {};
  return { version, outcome, sentence: told.trim(), ...(masked ? { is_masked: true } : {}), ...hides, ...chosen };
}

/** @param {CaseShown} shown */
function sentence({ kind }) {
  return field({
    name: "sentence",
    label: t(kind === "report" ? "desk.sentence_reporter" : "desk.sentence_person"),
    hint: t("desk.sentence_hint"),
    maxlength: 300,
    rows: 2,
    required: kind === "complaint",
  });
}
