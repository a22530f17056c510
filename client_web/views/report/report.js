// @ts-check
/**
 * Asking the team to look at a message or at how somebody is here. Whom it is about learns of it neither now nor later.
 *
 * @import { About } from "../room/care.js"
 */
import { choice } from "../../app/choice.js";
import { field } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { REASONS, reasonWords } from "./reasons.js";
import { sheet } from "./sheet.js";

export const LONGEST_NOTE = 500;

/** @param {About} about */
export function panel(about) {
  const { room, message, person } = about;
  const name = person.display_name;
  return sheet(about, {
    title: t(message ? "care.report.title" : "care.report.title_person", { name }),
    words: [t("care.report.words", { name })],
    fields: [
      choice({
        name: "reason",
        question: t("care.report.reason"),
        options: REASONS.map((value) => ({ value, label: reasonWords(value) })),
      }),
      field({ name: "note", label: t("care.note"), rows: 2, maxlength: LONGEST_NOTE, required: false }),
    ],
    button: t("care.report.send"),
    act: async ({ reason, note }) => {
      const matter = message ? { message: message.id } : { participation: person.participation };
      const body = { ...matter, reason, note: note.trim() };
      const { is_queued: isQueued } = await send("POST", `/api/rooms/${room}/reports`, body);
      const then = [isQueued && t("care.mine.queued"), t("care.report.then", { name })];
      return { title: t("care.report.thanks"), words: then.filter((one) => one !== false) };
    },
  });
}
