// @ts-check
/**
 * For those who look after the room, in the room: that somebody waits at the desk, and for how long. No words of anybody.
 *
 * @import { Waiting } from "../../app/desk-state.js"
 */
import { nextOf, waitingOf } from "../../app/desk-state.js";
import { h } from "../../app/element.js";
import { t } from "../../app/i18n.js";

/** @param {Waiting[]} cases */
export function deskLine(cases) {
  if (!nextOf(cases)) return null;
  const { distress, others } = waitingOf(cases);
  const words = [
    distress > 0 && t("desk.distress_waits", { count: distress }),
    others > 0 && t("desk.others_wait", { count: others }),
  ].filter(Boolean);
  return h(
    "section",
    { class: distress > 0 ? "desk-line caution" : "desk-line" },
    h("h2", {}, words.join(" ")),
    h("a", { class: "button second", href: "/desk" }, t("desk.open_desk")),
  );
}
