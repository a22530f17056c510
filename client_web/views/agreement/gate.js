// @ts-check
/**
 * In the place of the room, where it asks for an agreement: the text, a way in and a way out.
 *
 * @import { Agreement } from "./agreement.js"
 */
import { Refused } from "../../app/answers.js";
import { fill, h } from "../../app/element.js";
import { askingButton, attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { accept, agreementOf, agreementText } from "./agreement.js";

/**
 * @param {string} room
 * @param {{named: (name: string) => unknown, accepted: () => unknown, left: () => unknown}} then
 */
export function gate(room, then) {
  const element = h("div", { class: "stack" });
  const problem = h("div", { class: "problem", role: "alert" });
  const load = () => attempt(problem, draw);

  async function draw() {
    fill(element, problem);
    const [{ agreement, is_asked: isAsked, changes }, card] = await Promise.all([
      agreementOf(room),
      send("GET", `/api/rooms/${room}/card`),
    ]);
    then.named(card.name);
    if (!agreement || !isAsked) return then.accepted();
    fill(element, ...words(agreement, changes), problem, choices(agreement));
    element.querySelector("h2")?.focus();
  }

  /** @param {Agreement} agreement */
  function choices(agreement) {
    const agree = h("button", { type: "button", class: "main" }, t("agreement.accept"));
    agree.addEventListener("click", () => attempt(problem, () => agreed(agreement)));
    const decline = askingButton({
      label: t("agreement.decline"),
      question: t("agreement.decline_question"),
      yes: t("room.leave_yes"),
      act: async () => {
        await send("POST", `/api/rooms/${room}/leave`, {});
        then.left();
      },
    });
    return h("div", { class: "row" }, agree, decline);
  }

  /** @param {Agreement} agreement */
  async function agreed(agreement) {
    try {
      await accept(room, agreement);
    } catch (reason) {
      if (!(reason instanceof Refused) || reason.error.code !== "agreement_required") throw reason;
      return draw(); // another one was published while this was read
    }
    return then.accepted();
  }

  void load();
  return element;
}

/** @param {Agreement} agreement @param {string[]} changes */
function words(agreement, changes) {
  const changed =
    changes.length === 0
      ? h("p", {}, t("agreement.before"))
      : h("div", {}, h("p", {}, t("agreement.changed")), h("ul", {}, ...changes.map((one) => h("li", {}, one))));
  return [agreementText(agreement, changed), h("p", { class: "soft" }, t("agreement.until_then"))];
}
