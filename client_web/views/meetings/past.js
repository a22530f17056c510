// @ts-check
/**
 * Sessions that are over, for those who look after the group: read when they are asked for.
 *
 * @import { Meeting } from "./meetings.js"
 */
import { fill, h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { meetingLine } from "./card.js";

/** @param {string} room @param {string|undefined} role @param {() => Promise<void>} again */
export function pastSection(room, role, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const list = h("div", {});
  const details = h("details", { class: "template" }, h("summary", {}, t("meeting.past")), problem, list);
  details.addEventListener("toggle", () => details.open && attempt(problem, read));

  async function read() {
    /** @type {{meetings: Meeting[]}} */
    const { meetings } = await send("GET", `/api/rooms/${room}/meetings?past=true`);
    const lines = meetings.map((one) => meetingLine(one, role, again));
    fill(list, lines.length > 0 ? h("ul", { class: "list sessions" }, ...lines) : h("p", {}, t("meeting.past_none")));
  }

  return details;
}
