// @ts-check
/**
 * "I am worried about this person": a path of its own to a human. Nothing has to be explained.
 *
 * @import { About } from "../room/care.js"
 */
import { h } from "../../app/element.js";
import { field } from "../../app/form.js";
import { toggleHelp } from "../../app/help.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { LONGEST_NOTE } from "./report.js";
import { sheet } from "./sheet.js";

/** @param {About} about */
export function panel(about) {
  const { room, message, person } = about;
  const name = person.display_name;
  return sheet(about, {
    title: t("care.worry.title", { name }),
    words: [t("care.worry.words", { name })],
    fields: [field({ name: "note", label: t("care.worry.note"), rows: 2, maxlength: LONGEST_NOTE, required: false })],
    button: t("care.worry.send"),
    act: async ({ note }) => {
      const matter = message ? { message: message.id } : {};
      await send("POST", `/api/rooms/${room}/worries`, {
        ...matter,
        participation: person.participation,
        note: note.trim(),
      });
      return { title: t("care.worry.thanks"), words: [t("care.worry.then"), numbers()] };
    },
  });
}

/** Kept from the page, which closes what is open when somebody presses elsewhere. */
function numbers() {
  const open = (/** @type {Event} */ event) => {
    event.stopPropagation();
    toggleHelp();
  };
  return h(
    "p",
    { class: "numbers-too" },
    h("button", { type: "button", class: "second", onclick: open }, t("help.now")),
  );
}
