// @ts-check
/**
 * Beside a person in distress: what the organisation wants done, step by step, and a conversation of two.
 *
 * @import { CaseShown } from "./case-panel.js"
 * @typedef {{step: string, text: string, done_at: string|null, done_by: string|null}} Step
 */
import { fill, h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, t } from "../../app/i18n.js";

/** @param {CaseShown} shown @param {() => Promise<void>} again */
export function distressPart(shown, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const steps = h("ul", { class: "steps" });
  const worries = h("div", { class: "stack close" });
  const side = h("div", { class: "row" });
  const element = h(
    "section",
    { class: "distress" },
    h("h3", {}, t("desk.steps")),
    h("p", { class: "soft" }, t("desk.steps_words")),
    worries,
    steps,
    side,
    problem,
  );

  async function read() {
    const found = await send("GET", `/api/cases/${shown.case}/distress`);
    fill(steps, ...found.steps.map(line));
    fill(side, ...sideRoom(found.side_room));
  }

  /** @param {Step} step */
  function line({ step, text, done_at: at, done_by: by }) {
    const id = `step-${step}`;
    const box = h("input", { type: "checkbox", id, checked: at !== null });
    box.addEventListener("change", () =>
      attempt(problem, async () => {
        await send(box.checked ? "PUT" : "DELETE", `/api/cases/${shown.case}/steps/${step}`, {});
        await read();
        document.getElementById(id)?.focus();
      }),
    );
    const done = at && h("p", { class: "hint" }, `${by} · ${clockTime(at)}`);
    return h("li", { class: "check" }, box, h("label", { for: id }, text), done);
  }

  /** @param {{side_room: string, accepted_at: string|null, declined_at: string|null, closed_at: string|null}|null} one */
  function sideRoom(one) {
    const isOver = !one || one.declined_at || one.closed_at;
    if (!isOver) {
      const words = t(one.accepted_at ? "desk.side_room_on" : "desk.side_room_waits");
      const href = `/side-rooms/${one.side_room}`;
      return [
        h("p", {}, words),
        h("a", { class: "button second", "data-deed": "side_room", href }, t("care.side.go_there")),
      ];
    }
    const offer = () =>
      attempt(problem, async () => {
        await send("POST", `/api/cases/${shown.case}/side-room`, {});
        await again();
      });
    return [
      one?.declined_at && h("p", { class: "soft" }, t("desk.side_room_declined")),
      h(
        "button",
        { type: "button", class: "main", "data-deed": "side_room", onclick: offer },
        t("desk.side_room"),
        h("kbd", { "aria-hidden": "true" }, "s"),
      ),
    ];
  }

  void attempt(problem, read);
  return element;
}
