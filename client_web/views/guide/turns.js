// @ts-check
/**
 * Turns at a round table: on to the next, somebody in particular, more time, another order; and hands, in every seating.
 *
 * @import { Guiding, Part } from "./guide.js"
 * @import { RoomState } from "../../app/room-state.js"
 * @import { Floor } from "../../app/wire.js"
 */
import { fill, h } from "../../app/element.js";
import { t } from "../../app/i18n.js";
import { nameOf } from "../../app/standing.js";
import { fold, press } from "./fold.js";

const MORE = 2;
const MOST = 60;

/** @param {Guiding} guiding @returns {Part} */
export function turnsPart({ act, conversation }) {
  const who = h("select", { "aria-label": t("guide.who") });
  const turns = h(
    "div",
    { class: "stack close" },
    press("guide.turn_on", () => act("floor.force_pass")),
    h("div", { class: "field" }, h("span", { "aria-hidden": "true" }, t("guide.who")), who),
    h(
      "div",
      { class: "row" },
      press("guide.offer", () => act("floor.offer", { participation: who.value })),
      press("guide.skip", () => act("floor.skip", { participation: who.value })),
      press("guide.more_time", lengthen),
      press("guide.earlier", () => move(-1)),
      press("guide.later", () => move(1)),
    ),
  );
  const hands = h("ul", { class: "list" });
  const element = fold("guide.turns", turns, hands);
  let drawn = "";

  /** Drawn anew only when other hands are up, so that the keyboard stays where it is. @param {RoomState} state */
  function drawHands(state) {
    const up = (state.floor?.hands ?? []).map((one) => [one, nameOf(state, one)]);
    const now = JSON.stringify(up);
    if (now === drawn) return;
    drawn = now;
    const focused = hands.contains(document.activeElement);
    fill(hands, ...up.map(([one, name]) => hand(one, name, act)));
    if (focused) (hands.querySelector("button") ?? element.querySelector("summary"))?.focus();
  }

  function lengthen() {
    const had = conversation.state.floor?.extra_minutes[who.value] ?? 0;
    return act("floor.lengthen", { participation: who.value, minutes: Math.min(MOST, had + MORE) });
  }

  /** @param {number} step */
  function move(step) {
    return act("floor.reorder", { order: moved(conversation.state.floor?.order ?? [], who.value, step) });
  }

  return {
    element,
    draw(state) {
      const { floor } = state;
      element.hidden = !floor || (floor.mode !== "round_table" && floor.hands.length === 0);
      turns.hidden = floor?.mode !== "round_table";
      choose(who, floor, (one) => nameOf(state, one));
      drawHands(state);
    },
  };
}

/** @param {HTMLSelectElement} who @param {Floor|null} floor @param {(one: string) => string} named */
function choose(who, floor, named) {
  const order = floor?.order ?? [];
  if ([...who.options].map((one) => one.value).join() === order.join()) return;
  const chosen = who.value;
  fill(who, ...order.map((one) => h("option", { value: one, selected: one === chosen }, named(one))));
}

/** @param {string} one @param {string} name @param {Guiding["act"]} act */
function hand(one, name, act) {
  const lower = () => act("hand.lower", { participation: one }, false);
  return h(
    "li",
    {},
    h("p", {}, t("guide.hand_of", { name })),
    h(
      "button",
      { type: "button", class: "second", "aria-label": t("guide.lower_of", { name }), onclick: lower },
      t("guide.lower"),
    ),
  );
}

/**
 * The order with one person a place earlier or later.
 * @param {string[]} order @param {string} who @param {number} step
 */
export function moved(order, who, step) {
  const from = order.indexOf(who);
  if (from === -1) return order;
  const rest = order.filter((one) => one !== who);
  const to = Math.min(rest.length, Math.max(0, from + step));
  return [...rest.slice(0, to), who, ...rest.slice(to)];
}
