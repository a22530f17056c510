// @ts-check
/**
 * Beside a person in distress: what the organisation wants done, step by step, and a conversation of two.
 *
 * @import { CaseShown } from "./case-panel.js"
 * @typedef {{step: string, texts: Record<string, string>, done_at: string|null, by: string|null}} Step
 * @typedef {{side_room: string, by: string|null, state: string, outcome: string|null}} Side
 * @typedef {{
 *   worries: {note: string, at: string}[], alerts: {risk: string, is_aside: boolean, at: string}[],
 *   calls: {at: string|null, kind: string|null, result: string|null}[], steps: Step[], side_rooms: Side[],
 *   after_care: Record<string, string[]>
 * }} Found
 */
import { fill, h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, language, t } from "../../app/i18n.js";

/** @param {CaseShown} shown @param {Found} first */
export function distressPart(shown, first) {
  const problem = h("div", { class: "problem", role: "alert" });
  const called = h("p", { class: "soft" });
  const steps = h("ul", { class: "steps" });
  const side = h("div", { class: "row" });
  const after = h("div", {});

  const read = async () => draw(await send("GET", `/api/cases/${shown.case}/distress`));

  /** @param {Found} found */
  function draw(found) {
    fill(called, calledWords(found));
    fill(steps, ...found.steps.map(line));
    fill(side, ...sideRoom(found.side_rooms.at(-1)));
    fill(after, afterCare(found.after_care));
  }

  /** @param {Step} step */
  function line({ step, texts, done_at: at, by }) {
    const id = `step-${step}`;
    const box = h("input", { type: "checkbox", id, checked: at !== null });
    box.addEventListener("change", () =>
      attempt(problem, async () => {
        await send("PUT", `/api/cases/${shown.case}/steps/${step}`, { is_done: box.checked });
        await read();
        document.getElementById(id)?.focus();
      }),
    );
    const done = at && h("p", { class: "hint" }, `${by ?? ""} ${clockTime(at)}`);
    return h("li", { class: "check" }, box, h("label", { for: id }, stepWords(step, texts)), done);
  }

  /** @param {Side|undefined} one */
  function sideRoom(one) {
    if (one?.state === "open" || one?.state === "offered") {
      const words = t(one.state === "open" ? "desk.side_room_on" : "desk.side_room_waits");
      const link = { class: "button second", "data-deed": "side_room", href: `/side-rooms/${one.side_room}` };
      return [h("p", { role: "status" }, words), h("a", link, t("care.side.go_there"))];
    }
    const offer = () =>
      attempt(problem, async () => {
        await send("POST", `/api/cases/${shown.case}/side-room`, {});
        await read();
      });
    return [
      one?.state === "declined" && h("p", { class: "soft", role: "status" }, t("desk.side_room_declined")),
      h(
        "button",
        { type: "button", class: "main", "data-deed": "side_room", onclick: offer },
        t("desk.side_room"),
        h("kbd", { "aria-hidden": "true" }, "s"),
      ),
    ];
  }

  draw(first);
  const words = [h("h3", {}, t("desk.steps")), h("p", { class: "soft" }, t("desk.steps_words"))];
  return {
    element: h("section", { class: "distress" }, ...words, side, called, steps, problem, after),
    again: () => attempt(problem, read),
  };
}

/** The organisation's own words, or ours where it has none. @param {string} step @param {Record<string, string>} texts */
export function stepWords(step, texts) {
  return texts[language()] ?? Object.values(texts)[0] ?? t(`desk.step_code.${step}`);
}

/** When the clock has called somebody. @param {Found} found */
function calledWords({ calls }) {
  const times = calls.filter(({ at, kind }) => at && kind).map(({ at }) => clockTime(at ?? ""));
  return times.length > 0 && t("desk.called", { times: times.join(", ") });
}

/** @param {Record<string, string[]>} codes for the group, for oneself */
function afterCare(codes) {
  return h(
    "details",
    { class: "fold" },
    h("summary", {}, t("desk.after_care")),
    ...Object.entries(codes).flatMap(([whom, list]) => [
      h("p", { class: "soft" }, t(`desk.after_care_for.${whom}`)),
      h("ul", { class: "dotted" }, ...list.map((code) => h("li", {}, t(`desk.advice.${code}`)))),
    ]),
  );
}
