// @ts-check
/**
 * Between those who guide a room, unseen by the others: notes, and who was gone without saying goodbye.
 *
 * @import { Guiding, Part } from "./guide.js"
 */
import { fill, h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, dayAndTime, t } from "../../app/i18n.js";
import { nameOf } from "../../app/standing.js";
import { fold } from "./fold.js";

const NEWEST = 20;

/** @param {Guiding} guiding @returns {Part} */
export function notesPart({ room, again }) {
  const list = h("ul", { class: "list" });
  const gone = h("div", { class: "stack close" });
  const write = form({
    fields: [field({ name: "text", label: t("guide.note"), hint: t("guide.note_hint"), rows: 2, maxlength: 1000 })],
    button: t("guide.write_note"),
    isMain: false,
    act: async (values, element) => {
      await send("POST", `/api/rooms/${room}/staff-notes`, values);
      element.reset();
      await again();
    },
  });
  const element = fold("guide.notes", gone, list, write);
  let drawn = "";

  return {
    element,
    draw(state, found) {
      const now = JSON.stringify([found.notes, found.vanished]);
      if (now === drawn) return;
      drawn = now;
      fill(gone, ...found.vanished.map((one) => vanished(one, nameOf(state, one.participation))));
      fill(list, ...found.notes.slice(-NEWEST).map(note));
      if (found.vanished.some((one) => !one.returned_at)) element.open = true;
    },
  };
}

/** @param {any} one @param {string} name */
function vanished({ at, returned_at: back }, name) {
  const time = clockTime(at);
  return h("p", { class: back ? "soft" : "caution" }, t(back ? "guide.came_back" : "guide.vanished", { name, time }));
}

/** @param {any} one */
function note({ display_name: name, text, written_at: at }) {
  return h(
    "li",
    {},
    h(
      "div",
      { class: "stack close" },
      h("p", { class: "soft" }, t("guide.note_from", { name, time: dayAndTime(at) })),
      h("p", { class: "words", dir: "auto" }, text),
    ),
  );
}
