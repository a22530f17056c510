// @ts-check
/**
 * Every decision about me: what, why, for how long, and how to have it looked at again.
 *
 * @import { Place } from "../../app/router.js"
 * @import { Sanction } from "./sanction.js"
 */
import { h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { screen, style } from "../../app/screen.js";
import { talking } from "../../app/talking.js";
import { appealPart, statement, titleOf } from "./sanction.js";

style("./care.css", import.meta.url);

/** @param {Place} place */
export function show(place) {
  const about = { load: () => send("GET", "/api/sanctions"), draw };
  const isWriting = () => [...place.main.querySelectorAll("textarea")].some(({ value }) => value.trim() !== "");
  const heard = (/** @type {Event} */ event) => {
    if (/** @type {CustomEvent<string>} */ (event).detail !== "sanctions" || !place.isCurrent()) return;
    if (!isWriting()) void screen(place, about); // an appeal half written is not drawn over; sending it draws anew
  };
  talking.connection.start();
  talking.addEventListener("news", heard);
  place.onLeave(() => talking.removeEventListener("news", heard));
  return screen(place, about);
}

/** @param {{sanctions: Sanction[]}} found @param {() => Promise<void>} again */
function draw({ sanctions }, again) {
  return [
    h("h1", {}, t("care.decisions.title")),
    sanctions.length === 0 && h("p", {}, t("care.decisions.empty")),
    h("ul", { class: "list" }, ...sanctions.map((one) => line(one, again))),
    h("p", {}, h("a", { href: "/complaint" }, t("care.links.complaint"))),
  ];
}

/** @param {Sanction} one @param {() => Promise<void>} again */
function line(one, again) {
  return h(
    "li",
    { class: "decision" },
    h(
      "div",
      { class: "stack close" },
      h("h2", {}, titleOf(one)),
      h("p", { class: "soft" }, t("care.sanction.given", { time: dayAndTime(one.given_at) })),
      one.reversed_at && h("p", {}, t("care.sanction.lifted", { time: dayAndTime(one.reversed_at) })),
      isOver(one) && h("p", {}, t("care.sanction.over")),
      ...statement(one),
      appealPart(one, again),
    ),
  );
}

/** @param {Sanction} one */
function isOver({ until, reversed_at: reversedAt }) {
  return until !== null && !reversedAt && Date.parse(until) <= Date.now();
}
