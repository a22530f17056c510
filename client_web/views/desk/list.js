// @ts-check
/**
 * The list of cases: kind, room, how long each has waited, who has it. Never a word of what anybody said.
 * One stop for the Tab key; the arrows, or j and k, walk.
 *
 * @import { Waiting } from "../../app/desk-state.js"
 */
import * as state from "../../app/desk-state.js";
import { fill, h, set } from "../../app/element.js";
import { t } from "../../app/i18n.js";

/** @param {{open: (id: string) => void}} then */
export function list({ open }) {
  /** @type {Waiting[]} */
  let cases = [];
  /** @type {Map<string, {row: HTMLElement, button: HTMLElement, clock: HTMLElement, drawn: string}>} */
  const shown = new Map();
  /** @type {string|null} */
  let selected = null;
  const element = h("ol", { class: "cases", "aria-label": t("desk.list"), tabindex: -1 });

  /** @param {Waiting[]} ordered @param {number} now */
  function draw(ordered, now) {
    cases = ordered;
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    const ids = new Set(ordered.map((one) => one.case));
    for (const [id, { row }] of shown) {
      if (ids.has(id)) continue;
      row.remove();
      shown.delete(id);
    }
    ordered.forEach((one, index) => {
      const { row } = put(one);
      if (element.children[index] !== row) element.insertBefore(row, element.children[index] ?? null);
    });
    tick(now);
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
    else if (focused) focus(null); // a case that is gone does not take the keyboard with it
    keepOneStop();
  }

  /** @param {Waiting} one */
  function put(one) {
    const known = shown.get(one.case) ?? made(one.case);
    const drawn = JSON.stringify(one);
    if (known.drawn !== drawn) fill(known.button, ...words(one, known.clock));
    known.drawn = drawn;
    known.row.dataset.kind = one.kind;
    known.row.toggleAttribute("data-taken", one.claimed_by !== null);
    return known;
  }

  /** @param {string} id */
  function made(id) {
    const clock = h("span", { class: "clock" });
    const button = h("button", { type: "button", class: "case-row", tabindex: -1, "data-case": id });
    button.addEventListener("click", () => open(id));
    const known = { row: h("li", {}, button), button, clock, drawn: "" };
    shown.set(id, known);
    return known;
  }

  /** @param {number} now */
  function tick(now) {
    for (const one of cases) {
      const known = shown.get(one.case);
      if (!known) continue;
      known.clock.textContent = clockWords(state.waitedFor(one, now));
      known.row.toggleAttribute("data-overdue", state.isOverdue(one, now));
    }
  }

  const focusedId = () => document.activeElement?.closest(".case-row")?.getAttribute("data-case") ?? null;

  function keepOneStop() {
    const stop = focusedId() ?? selected ?? cases[0]?.case;
    for (const [id, { button }] of shown) {
      button.tabIndex = id === stop ? 0 : -1;
      set(button, "aria-current", id === selected ? "true" : null);
    }
  }

  /** @param {string|null} id */
  function focus(id) {
    const target = (id && shown.get(id)) || shown.get(cases[0]?.case ?? "");
    (target?.button ?? element).focus();
    keepOneStop();
  }

  element.addEventListener("focusin", keepOneStop);

  return {
    element,
    draw,
    tick,
    focus,
    select: (/** @type {string|null} */ id) => {
      selected = id;
      keepOneStop();
    },
    focused: () => cases.find((one) => one.case === focusedId()) ?? null,
    openFocused: () => {
      const id = focusedId();
      if (id) open(id);
      return id !== null;
    },
    move: (/** @type {1|-1} */ step) => {
      const next = state.neighbour(cases, focusedId() ?? selected, step);
      if (next) focus(next);
      return next !== null;
    },
  };
}

/** @param {Waiting} one @param {HTMLElement} clock */
function words(one, clock) {
  const facts = [
    one.room_name,
    holderOf(one),
    one.is_escalated && t("desk.escalated"),
    (one.reports ?? 0) > 1 && t("desk.asked_by", { count: one.reports ?? 0 }),
    one.is_queued && t("desk.queued"),
  ].filter(Boolean);
  return [
    h("span", { class: "kind" }, t(`desk.kind.${one.kind}`)),
    clock,
    h("span", { class: "facts soft" }, facts.join(" · ")),
    h("span", { class: "loud" }, t("desk.overdue")),
  ];
}

/** Who has it, also where whoever has it is not of the room and has no name there. @param {Waiting} one */
export function holderOf({ claimed_by: by, is_mine: isMine }) {
  return by !== null && t(isMine ? "desk.you_have_it" : "desk.has_it", { name: by || t("care.side.team") });
}

/** @param {number} seconds */
export function clockWords(seconds) {
  const { key, minutes, seconds: rest, hours, days } = state.clockOf(seconds);
  return t(`desk.clock.${key}`, { minutes, seconds: rest, hours, days });
}
