// @ts-check
/**
 * One's own questions that nobody but the team sees yet: what becomes of them, and a way to take them back.
 *
 * @import { Conversation } from "../../app/conversation.js"
 */
import { Lost } from "../../app/answers.js";
import { fill, h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { talking } from "../../app/talking.js";

const WAITS = new Set(["waiting", "set_aside"]);
const NEWS = new Set(["all", "everything", "questions"]);

/** @param {string} room @param {Conversation} conversation */
export function myQuestions(room, conversation) {
  const problem = h("div", { class: "problem", role: "alert" });
  const list = h("ul", {});
  const element = h("section", { class: "unsent", "aria-label": t("question.yours"), hidden: true }, list, problem);
  let asked = 0;
  /** @type {ReadonlySet<string>} */
  let waiting = new Set();

  async function read() {
    const { questions } = await send("GET", `/api/rooms/${room}/questions`);
    const mine = questions.filter((/** @type {any} */ one) => one.is_mine && WAITS.has(one.state));
    element.hidden = mine.length === 0;
    const you = conversation.state.you?.participation ?? "";
    waiting = new Set(mine.some((/** @type {any} */ one) => one.state === "waiting") ? [you] : []);
    fill(list, ...mine.map(item));
  }

  /** @param {any} question */
  function item({ id, text, state }) {
    const withdraw = () =>
      attempt(problem, async () => {
        try {
          await conversation.act("question.withdraw", { question: id }, false);
          await read();
        } catch (reason) {
          if (!(reason instanceof Lost)) throw reason;
          problem.append(h("p", {}, t("composer.lost")));
        }
      });
    return h(
      "li",
      {},
      h("p", { class: "words soft", dir: "auto" }, text),
      h(
        "div",
        { class: "row soft" },
        h("p", { role: "status" }, t(state === "set_aside" ? "question.set_aside" : "question.waiting")),
        h("button", { type: "button", class: "second", onclick: withdraw }, t("question.withdraw")),
      ),
    );
  }

  /** @param {Event} event */
  const heard = (event) => NEWS.has(/** @type {CustomEvent<string>} */ (event).detail) && attempt(problem, read);
  talking.addEventListener("news", heard);
  void attempt(problem, read);
  return {
    element,
    draw() {
      if (asked === conversation.asked) return;
      asked = conversation.asked;
      void attempt(problem, read);
    },
    waiting: () => waiting,
    stop: () => talking.removeEventListener("news", heard),
  };
}
