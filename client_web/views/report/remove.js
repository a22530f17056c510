// @ts-check
/**
 * Somebody who guides the room takes a message or a question out: its author is told why, and what criticises the
 * organisation waits for somebody who is not of its staff.
 *
 * @import { About } from "../room/care.js"
 */
import { Lost, Refused } from "../../app/answers.js";
import { field } from "../../app/form.js";
import { t } from "../../app/i18n.js";
import { groundChoices } from "../desk/grounds.js";
import { sheet } from "./sheet.js";

const LONGEST_RULE = 80;

/** @param {About} about */
export function panel(about) {
  const { conversation, message, question } = about;
  return sheet(about, {
    title: t(question ? "care.removal.question_title" : "care.removal.title"),
    words: [t("message.remove_question"), t(question ? "care.removal.question_words" : "care.removal.words")],
    fields: [
      field({ name: "reason", label: t("desk.reason"), choices: groundChoices() }),
      field({
        name: "rule",
        label: t("desk.ground"),
        hint: t("desk.ground_hint"),
        maxlength: LONGEST_RULE,
        required: false,
      }),
      field({ name: "criticises", label: t("desk.criticises"), hint: t("desk.criticises_hint"), type: "checkbox" }),
    ],
    button: t("message.remove_yes"),
    act: async ({ reason, rule, criticises }) => {
      const why = { reason, rule: rule.trim(), criticises_organisation: Boolean(criticises) };
      const asked = question
        ? conversation.act("question.remove", { question: question.id, ...why }, false)
        : conversation.act("message.remove", { message: message?.id, ...why }, false);
      const { is_removed: isRemoved } = await asked.catch(noAnswer);
      return isRemoved
        ? { title: t(question ? "care.removal.question_done" : "care.removal.done"), words: [t("care.removal.then")] }
        : {
            title: t("care.removal.waits"),
            words: [t(question ? "care.removal.question_until_then" : "care.removal.until_then")],
          };
    },
  });
}

/** @param {unknown} reason @returns {never} */
function noAnswer(reason) {
  throw reason instanceof Lost ? new Refused({ code: "offline", retry_after: null, details: {} }) : reason;
}
