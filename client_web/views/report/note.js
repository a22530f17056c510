// @ts-check
/**
 * A note in front of a message: what it speaks of. Whoever wants to read it opens it.
 *
 * @import { About } from "../room/care.js"
 */
import { choice } from "../../app/choice.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { sheet } from "./sheet.js";

const NOTES = ["self_harm", "death", "violence", "abuse", "eating", "substances", "other"];

/** @param {About} about */
export function panel(about) {
  const { message } = about;
  return sheet(about, {
    title: t("care.content_note.title"),
    words: [t("care.content_note.words")],
    fields: [
      choice({
        name: "code",
        question: t("care.content_note.about"),
        options: [...NOTES, ...(message?.note ? ["none"] : [])].map((value) => ({ value, label: wordsOf(value) })),
      }),
    ],
    button: t("care.content_note.send"),
    act: async ({ code }) => {
      await send("POST", `/api/messages/${message?.id}/content-note`, { note: code === "none" ? null : code });
      return { title: t("care.content_note.done"), words: [t("care.content_note.then")] };
    },
  });
}

/** @param {string} code */
function wordsOf(code) {
  if (code === "none") return t("care.content_note.none");
  return t(code === "other" ? "care.content_note.heavy" : `note.${code}`);
}
