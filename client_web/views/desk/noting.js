// @ts-check
/**
 * What the desk knows of a case: notes for each other, and, on request, every step that was taken.
 *
 * @import { CaseShown } from "./case-panel.js"
 */
import { announce } from "../../app/announce.js";
import { fill, h } from "../../app/element.js";
import { attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, dayAndTime, knows, t } from "../../app/i18n.js";

const LONGEST = 2000;

/** Keeping a note changes nothing of what else is half written in the case. @param {CaseShown} shown */
export function noting(shown) {
  const list = h("ul", {}, ...shown.notes.map(line));
  const summary = h("summary", {}, t("desk.note"), h("kbd", { "aria-hidden": "true" }, "n"));
  const write = form({
    fields: [field({ name: "text", label: t("desk.note_label"), rows: 2, maxlength: LONGEST })],
    button: t("desk.note_save"),
    isMain: false,
    act: async ({ text }, element) => {
      await send("POST", `/api/cases/${shown.case}/note`, { text: text.trim() });
      element.reset();
      details.open = false;
      announce(t("desk.note_kept"));
      summary.focus();
      const { notes } = await send("GET", `/api/cases/${shown.case}`);
      fill(list, ...notes.map(line));
    },
  });
  const details = h("details", { class: "fold", "data-deed": "note" }, summary, write);
  return h("section", { class: "notes" }, h("h3", {}, t("desk.notes")), list, details, steps(shown));
}

/** @param {CaseShown["notes"][number]} note */
function line({ by, is_mine: isMine, text, at }) {
  return h(
    "li",
    {},
    h("p", { class: "soft" }, `${isMine ? t("people.you") : by} · ${clockTime(at)}`),
    h("p", { class: "words", dir: "auto" }, text),
  );
}

/** Every step, fetched when somebody wants to know. @param {CaseShown} shown */
function steps(shown) {
  const inside = h("div", { class: "stack close" });
  const details = h("details", { class: "fold" }, h("summary", {}, t("desk.log")), inside);
  const read = async () => {
    const { lines } = await send("GET", `/api/cases/${shown.case}/log`);
    inside.replaceChildren(h("ol", { class: "log-lines" }, ...lines.map(step)));
  };
  details.addEventListener("toggle", () => void (details.open && attempt(inside, read)));
  return details;
}

/** @param {{at: string, kind: string, role: string, by: string, reason: string}} one */
function step({ at, kind, role, by, reason }) {
  const key = `desk.action.${kind}`;
  const who = by || (knows(`role.${role}`) ? t(`role.${role}`) : t("desk.by_itself"));
  return h(
    "li",
    {},
    h("span", { class: "soft" }, `${dayAndTime(at)} · ${who}`),
    " ",
    knows(key) ? t(key) : t("desk.action.unknown"),
    reason && h("span", { class: "soft" }, ` ${reason}`),
  );
}
