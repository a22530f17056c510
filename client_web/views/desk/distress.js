// @ts-check
/**
 * Beside a person in distress: what the organisation wants done, step by step, and a conversation of two.
 *
 * @import { CaseShown } from "./case-panel.js"
 * @typedef {{step: string, texts: Record<string, string>, done_at: string|null, by: string|null}} Step
 * @typedef {{side_room: string, by: string|null, state: "offered"|"open"|"declined"|"closed", outcome: string|null}} Side
 * @typedef {{
 *   worries: {note: string, at: string}[], alerts: {risk: string, is_aside: boolean, at: string}[],
 *   calls: {at: string|null, kind: string|null, result: string|null}[], steps: Step[], side_rooms: Side[],
 *   after_care: Record<string, string[]>
 * }} Found
 */
import { announce } from "../../app/announce.js";
import { fill, h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, language, t } from "../../app/i18n.js";

const SIDE_WORDS = {
  open: "desk.side_room_on",
  offered: "desk.side_room_waits",
  declined: "desk.side_room_declined",
  closed: "desk.side_room_over",
};

/** @param {Side} one */
const isOn = ({ state }) => state === "open" || state === "offered";

/** @param {CaseShown} shown @param {Found} first */
export function distressPart(shown, first) {
  const problem = h("div", { class: "problem", role: "alert" });
  const called = h("p", { class: "soft" });
  const steps = h("ul", { class: "steps" });
  const side = h("div", { class: "row" });
  const after = h("div", {});
  /** @type {Map<Element, string>} */
  const drawn = new Map();

  const read = async () => draw(await send("GET", `/api/cases/${shown.case}/distress`));

  /** @param {Found} found */
  function draw(found) {
    const last = found.side_rooms.at(-1);
    part(called, found.calls, () => [calledWords(found)]);
    part(steps, found.steps, () => found.steps.map(line));
    if (part(side, last ?? null, () => sideRoom(last))) announce(sideWords(last));
    part(after, found.after_care, () => [afterCare(found.after_care)]);
  }

  /**
   * Drawn again only where something is another, and the keyboard stays on what it was.
   * @param {HTMLElement} element @param {unknown} about @param {() => (Node|string|false)[]} nodes
   * @returns {boolean} whether what was seen here is another now
   */
  function part(element, about, nodes) {
    const [before, now] = [drawn.get(element), JSON.stringify(about)];
    if (before === now) return false;
    drawn.set(element, now);
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    fill(element, ...nodes());
    const same = focused && (document.getElementById(focused.id) ?? element.querySelector("[data-deed]"));
    if (same instanceof HTMLElement) same.focus();
    return before !== undefined;
  }

  /** @param {Step} step */
  function line({ step, texts, done_at: at, by }) {
    const id = `step-${step}`;
    const box = h("input", { type: "checkbox", id, checked: at !== null });
    box.addEventListener("change", async () => {
      const isDone = await attempt(problem, async () => {
        await send("PUT", `/api/cases/${shown.case}/steps/${step}`, { is_done: box.checked });
        await read();
      });
      if (!isDone) box.checked = at !== null; // the others see what the server knows
    });
    const done = at && h("p", { class: "hint" }, `${by ?? ""} ${clockTime(at)}`);
    return h("li", { class: "check" }, box, h("label", { for: id }, stepWords(step, texts)), done);
  }

  /** Whoever had the case before may have left one open; it ends when somebody else offers. @param {Side} one */
  const isYours = ({ by }) => (by ?? "") === (shown.claimed_by ?? "");

  /** @param {Side|undefined} one */
  function sideWords(one) {
    if (!one) return "";
    return isOn(one) && !isYours(one) ? t("desk.side_room_of", { name: one.by ?? "" }) : t(SIDE_WORDS[one.state]);
  }

  /** @param {Side|undefined} one */
  function sideRoom(one) {
    const words = sideWords(one);
    if (one && isOn(one) && isYours(one)) {
      const link = { class: "button second", "data-deed": "side_room", href: `/side-rooms/${one.side_room}` };
      return [h("p", {}, words), h("a", link, t("care.side.go_there"))];
    }
    const offer = () =>
      attempt(problem, async () => {
        await send("POST", `/api/cases/${shown.case}/side-room`, {});
        await read();
      });
    return [
      words && h("p", { class: "soft" }, words),
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
