// @ts-check
/**
 * How a conversation of two ends: by the person at any time; by staff with an outcome, or handed to somebody else.
 *
 * @import { SideRoom } from "./side-room.js"
 */
import { choice } from "../../app/choice.js";
import { h } from "../../app/element.js";
import { attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { leaving } from "./side-room.js";

const OUTCOMES = ["calmer", "handed_on", "emergency_called", "left"];

/** @param {SideRoom} one @param {() => Promise<void>} again @returns {Node[]} */
export function endings(one, again) {
  return one.is_staff ? [closing(one, again), handing(one, again)] : [leaving(one, again)];
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
  return h("details", { class: "why" }, h("summary", {}, t("care.side.leave")), close);
}

/** To a professional or somebody else who guides the room; nobody has to tell it twice. @param {SideRoom} one @param {() => Promise<void>} again */
function handing(one, again) {
  const inside = h("div", { class: "stack" });
  const details = h("details", { class: "why" }, h("summary", {}, t("care.side.hand_over")), inside);
  details.addEventListener(
    "toggle",
    () => void (details.open && !inside.childElementCount && attempt(inside, fetchPeople)),
  );

  async function fetchPeople() {
    const { people } = await send("GET", `/api/side-rooms/${one.side_room}/hand-over`);
    inside.append(
      h("p", { class: "soft" }, t("care.side.hand_over_words")),
      form({
        fields: [
          field({
            name: "participation",
            label: t("care.side.hand_over_to"),
            choices: people.map((/** @type {{participation: string, display_name: string}} */ each) => [
              each.participation,
              each.display_name,
            ]),
          }),
        ],
        button: t("care.side.hand_over"),
        isMain: false,
        act: async (values) => {
          await send("POST", `/api/side-rooms/${one.side_room}/hand-over`, values);
          await again();
        },
      }),
    );
  }
  return details;
}
