// @ts-check
/**
 * What one's own shift was like, and what would do one good now. Seen by nobody else.
 *
 * @import { Place } from "../../app/router.js"
 * @typedef {{since: string, closed: Record<string, number>, hard: number, side_rooms: number, still_mine: number, advice: string[]}} Summary
 */
import { h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { clockTime, t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";

/** @param {Place} place */
export const show = (place) => screen(place, { load: () => send("GET", "/api/desk/shift-summary"), draw });

/** @param {Summary} summary */
function draw({ since, closed, hard, side_rooms: talks, still_mine: open, advice }) {
  const total = Object.values(closed).reduce((sum, count) => sum + count, 0);
  return [
    h("h1", {}, t("desk.shift")),
    h("p", { class: "soft" }, t("desk.summary.since", { time: clockTime(since) })),
    h(
      "ul",
      { class: "stack close" },
      h("li", {}, t("desk.summary.closed", { count: total })),
      hard > 0 && h("li", {}, t("desk.summary.hard", { count: hard })),
      talks > 0 && h("li", {}, t("desk.summary.talks", { count: talks })),
      open > 0 && h("li", {}, t("desk.summary.open", { count: open })),
    ),
    advice.length > 0 &&
      h(
        "section",
        {},
        h("h2", {}, t("desk.summary.now")),
        h("ul", { class: "stack close" }, ...advice.map((code) => h("li", {}, t(`desk.advice.${code}`)))),
      ),
    h("p", {}, t("desk.summary.thanks")),
    h("p", {}, h("a", { class: "button second", href: "/desk" }, t("desk.title"))),
  ];
}
