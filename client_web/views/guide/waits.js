// @ts-check
/**
 * What waits for whoever guides the room: heard once on every screen, and seen above the log on a narrow one, where the
 * controls are folded away.
 *
 * @import { Found } from "./guide.js"
 * @import { RoomState } from "../../app/room-state.js"
 */
import { announce } from "../../app/announce.js";
import { fill, h } from "../../app/element.js";
import { clockTime, t } from "../../app/i18n.js";
import { isOnDuty, nameOf } from "../../app/standing.js";

/** @param {HTMLElement} slot above the log @param {() => void} open shows the controls */
export function waitsLine(slot, open) {
  /** @type {string[]} */
  let known = [];
  /** @type {string[]} */
  let seen = [];

  /** @param {RoomState} state @param {Found} found */
  function draw(state, found) {
    const now = isOnDuty(state) ? waiting(state, found) : [];
    if (now.join() === known.join()) return;
    const added = now.filter((one) => !known.includes(one));
    if (added.length > 0) announce(added.join(" "));
    known = now;
    show();
  }

  function show() {
    const unseen = known.filter((one) => !seen.includes(one));
    fill(slot, unseen.length > 0 && line(unseen));
  }

  /** @param {string[]} sentences */
  function line(sentences) {
    const look = (/** @type {Event} */ event) => {
      event.stopPropagation(); // kept from the page, which closes what is open when somebody presses elsewhere
      seen = known;
      open();
      show();
    };
    return h(
      "div",
      { class: "waits" },
      h("div", {}, ...sentences.map((one) => h("p", {}, one))),
      h("button", { type: "button", class: "second", onclick: look }, t("guide.look")),
    );
  }

  return { draw };
}

/** @param {RoomState} state @param {Found} found @returns {string[]} */
function waiting(state, { questions, vanished }) {
  const asked = questions.filter((one) => one.state === "waiting" && one.text !== null).length;
  const gone = vanished
    .filter((one) => !one.returned_at)
    .map(({ participation, at }) =>
      t("guide.vanished", { name: nameOf(state, participation) || t("people.somebody"), time: clockTime(at) }),
    );
  return asked > 0 ? [...gone, t("guide.questions_wait", { count: asked })] : gone;
}
