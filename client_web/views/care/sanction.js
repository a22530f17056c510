// @ts-check
/**
 * What was done about something that somebody wrote: the statement of reasons, the way to have it looked at again.
 *
 * @typedef {{
 *   sanction: string, kind: string, room: string|null, what: string|null, is_question: boolean, facts: string, rule: string,
 *   reason: string, explanation: string, source: string, given_at: string, until: string|null, read_at: string|null,
 *   reversed_at: string|null, is_binding: boolean, redress: string[], can_appeal: boolean,
 *   appeal: {made_at: string, outcome: string, answer: string, decided_at: string|null}|null
 * }} Sanction
 */
import { h } from "../../app/element.js";
import { attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";

const LONGEST_APPEAL = 1000;

/** In the composer's place: first what it means, then why, then what one can do. @param {Sanction} one @param {() => Promise<void>} again */
export function sanctionBanner(one, again) {
  const isUnread = one.kind === "warning" && !one.read_at;
  return h(
    "section",
    { class: "sanction", "data-binds": one.is_binding },
    h("h2", {}, titleOf(one)),
    ...statement(one),
    h(
      "div",
      { class: "row" },
      (isUnread || !one.is_binding) && readButton(one, again),
      h("a", { class: "button plain", href: "/me/decisions" }, t("care.sanction.page")),
    ),
    appealPart(one, again),
  );
}

/** @param {Sanction} one */
export function titleOf({ kind, until, is_question: isQuestion }) {
  if (isQuestion && kind === "message_removed") return t("care.sanction.title.question_removed");
  return t(`care.sanction.title.${kind}`, { time: until ? dayAndTime(until) : "" });
}

/** What Article 17 of the Digital Services Act asks for, in the order in which a person wonders. @param {Sanction} one */
export function statement({ what, facts, rule, reason, explanation, source }) {
  return [
    h("p", {}, explanation || t(`care.ground.${reason}`)),
    h(
      "details",
      { class: "why" },
      h("summary", {}, t("care.sanction.details")),
      h(
        "dl",
        {},
        ...term("care.sanction.what", what && h("span", { class: "words", dir: "auto" }, what)),
        ...term("care.sanction.facts", facts),
        ...term("care.sanction.rule", rule && `${rule} · ${t(`care.ground.${reason}`)}`),
        ...term("care.sanction.how", t(`care.source.${source}`)),
      ),
    ),
  ];
}

/** @param {string} key @param {Node|string|null} value */
function term(key, value) {
  return value ? [h("dt", {}, t(key)), h("dd", {}, value)] : [];
}

/** @param {Sanction} one @param {() => Promise<void>} again */
function readButton({ sanction }, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const read = () =>
    attempt(problem, async () => {
      await send("POST", `/api/sanctions/${sanction}/read`, {});
      await again();
      document.getElementById("writing")?.focus(); // not to be seen before
    });
  return h(
    "div",
    { class: "stack close" },
    h("button", { type: "button", class: "main", onclick: read }, t("care.sanction.read")),
    problem,
  );
}

/** @param {Sanction} one @param {() => Promise<void>} again */
export function appealPart(one, again) {
  if (one.appeal) return appealed(one.appeal);
  if (!one.can_appeal) return null;
  const ask = form({
    fields: [
      field({
        name: "words",
        label: t("care.appeal.words"),
        hint: t("care.appeal.hint"),
        rows: 3,
        maxlength: LONGEST_APPEAL,
        required: false,
      }),
    ],
    button: t("care.appeal.send"),
    isMain: false,
    act: async ({ words }) => {
      await send("POST", `/api/sanctions/${one.sanction}/appeal`, { words: words.trim() });
      await again();
    },
  });
  return h("details", { class: "appeal" }, h("summary", {}, t("care.appeal.title")), ask);
}

/** @param {NonNullable<Sanction["appeal"]>} appeal */
function appealed({ made_at: at, outcome, answer }) {
  return h(
    "div",
    { class: "stack close" },
    h("p", { role: "status" }, t(`care.appeal.${outcome}`, { time: dayAndTime(at) })),
    answer && h("p", { class: "promise" }, answer),
  );
}
