// @ts-check
/**
 * Somebody from the team offers a conversation of two. It may be declined; nothing else changes by that.
 *
 * @import { SideRoom } from "../side-room/side-room.js"
 */
import { h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { goTo } from "../../app/going.js";
import { send } from "../../app/http.js";
import { clockTime, t } from "../../app/i18n.js";

/** @param {SideRoom} one @param {() => Promise<void>} again */
export function offer(one, again) {
  if (one.state === "open") return goingOn(one);
  return one.state === "offered" && !one.is_staff ? answering(one, again) : null;
}

/** @param {SideRoom} one @param {() => Promise<void>} again */
export function answering(one, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const path = `/side-rooms/${one.side_room}`;
  const decline = () =>
    attempt(problem, async () => {
      await send("POST", `/api/side-rooms/${one.side_room}/decline`, {});
      await again();
      document.getElementById("writing")?.focus();
    });
  const accept = () =>
    attempt(problem, async () => {
      await send("POST", `/api/side-rooms/${one.side_room}/accept`, {});
      if (location.pathname === path) await again();
      else goTo(path);
    });
  return h(
    "section",
    { class: "offer" },
    h("h2", {}, t("care.side.offer", { name: one.with_name ?? t("care.side.team") })),
    h("p", {}, t("care.side.offer_words")),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "main", onclick: accept }, t("care.side.accept")),
      h("button", { type: "button", class: "second", onclick: decline }, t("care.side.decline")),
    ),
    problem,
  );
}

/** @param {SideRoom} one */
function goingOn(one) {
  const words = { name: one.with_name ?? t("care.side.team"), time: clockTime(one.ends_at) };
  return h(
    "section",
    { class: "offer" },
    h("h2", {}, t("care.side.going_on", words)),
    h("p", {}, h("a", { class: "button second", href: `/side-rooms/${one.side_room}` }, t("care.side.go_there"))),
  );
}
