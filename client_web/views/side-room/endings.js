// @ts-check
/**
 * How a conversation of two goes on and ends: by the person at any time; by staff with an outcome, or handed on.
 *
 * @import { SideRoom } from "./side-room.js"
 */
import { announce } from "../../app/announce.js";
import { choice } from "../../app/choice.js";
import { h } from "../../app/element.js";
import { askingButton, attempt, field, form } from "../../app/form.js";
import { goTo } from "../../app/going.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { roomNow } from "../desk/people-in.js";
import { staffOf } from "./staff.js";

const OUTCOMES = ["calmer", "handed_on", "emergency_called"];

/** @param {SideRoom} one @param {() => Promise<void>} again @returns {Node[]} */
export function endings(one, again) {
  return one.is_staff ? [longer(one, again), closing(one, again), handing(one)] : [leaving(one, again)];
}

/** The person may end it at any time, without a word. @param {SideRoom} one @param {() => Promise<void>} again */
function leaving(one, again) {
  return askingButton({
    label: t("care.side.leave"),
    question: t("care.side.leave_question"),
    yes: t("care.side.leave_yes"),
    act: async () => {
      await send("POST", `/api/side-rooms/${one.side_room}/close`, {});
      await again();
    },
  });
}

/** Nobody is cut off in the middle. @param {SideRoom} one @param {() => Promise<void>} again */
function longer(one, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const extend = () =>
    attempt(problem, async () => {
      await send("POST", `/api/side-rooms/${one.side_room}/extend`, {});
      await again();
    });
  const button = h("button", { type: "button", class: "second", onclick: extend }, t("care.side.longer"));
  return h("div", { class: "stack close" }, h("div", { class: "row" }, button), problem);
}

/** @param {SideRoom} one @param {() => Promise<void>} again */
function closing(one, again) {
  const close = form({
    fields: [
      choice({
        name: "outcome",
        question: t("care.side.end"),
        options: OUTCOMES.map((value) => ({ value, label: t(`care.side.outcome.${value}`) })),
      }),
    ],
    button: t("care.side.leave_yes"),
    isMain: false,
    act: async ({ outcome }) => {
      await send("POST", `/api/side-rooms/${one.side_room}/close`, { outcome });
      await again();
    },
  });
  return h("details", { class: "fold" }, h("summary", {}, t("care.side.leave")), close);
}

/** To a professional or a colleague; nobody has to tell it twice. @param {SideRoom} one */
function handing(one) {
  const inside = h("div", { class: "stack" });
  const details = h("details", { class: "fold" }, h("summary", {}, t("care.side.hand_over")), inside);
  const ask = async () => {
    const people = staffOf(await roomNow(one.room));
    const to = field({
      name: "participation",
      label: t("care.side.hand_over_to"),
      choices: people.map(({ participation, display_name: name, isOnDuty }) => [
        participation,
        isOnDuty ? name : t("care.side.not_on_duty", { name }),
      ]),
    });
    const act = async (/** @type {Record<string, string>} */ values) => {
      await send("POST", `/api/side-rooms/${one.side_room}/hand-over`, values);
      goTo("/desk");
      announce(t("care.side.handed_over", { name: one.with_name ?? "" }));
    };
    const words = h("p", { class: "soft" }, t("care.side.hand_over_words"));
    inside.append(words, form({ fields: [to], button: t("care.side.hand_over"), isMain: false, act }));
  };
  details.addEventListener(
    "toggle",
    () => void (details.open && !inside.querySelector("form") && attempt(inside, ask)),
  );
  return details;
}
