// @ts-check
/**
 * Looking after those who look after others: a pause, and what this shift was like.
 *
 * @import { DeskAnswer } from "./desk.js"
 */
import { fill, h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, t } from "../../app/i18n.js";

const MINUTES = 15;

/** @param {{again: (done?: string) => Promise<void>, problem: HTMLElement}} about */
export function shift({ again, problem }) {
  const inside = h("div", { class: "row" });
  let drawn = "";

  /** @param {string} method @param {Record<string, unknown>} body */
  function change(method, body) {
    return attempt(problem, async () => {
      const { paused_until: until } = await send(method, "/api/desk/pause", body);
      await again(until ? t("desk.paused", { time: clockTime(until) }) : "");
      inside.querySelector("button")?.focus();
    });
  }

  /** @param {DeskAnswer} found */
  function draw({ paused_until: until }) {
    if (drawn === String(until)) return;
    drawn = String(until);
    fill(inside, ...(until ? paused(until) : [begin(), summaryLink()]));
  }

  function begin() {
    const onclick = () => change("POST", { minutes: MINUTES });
    return h("button", { type: "button", class: "plain", onclick }, t("desk.pause", { count: MINUTES }));
  }

  /** @param {string} until */
  function paused(until) {
    const onclick = () => change("DELETE", {});
    return [
      h("p", {}, t("desk.paused", { time: clockTime(until) })),
      h("button", { type: "button", class: "second", onclick }, t("desk.pause_end")),
    ];
  }

  return { element: h("div", { class: "shift" }, inside), draw };
}

function summaryLink() {
  return h("a", { class: "button plain", href: "/desk/shift" }, t("desk.shift"));
}
