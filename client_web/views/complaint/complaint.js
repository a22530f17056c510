// @ts-check
/**
 * Writing to somebody outside the team. The people who look after the groups do not read it.
 *
 * @import { Place } from "../../app/router.js"
 */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";

const LONGEST = 4000;

/** @param {Place} place */
export const show = (place) =>
  screen(place, { load: () => send("GET", "/api/rooms"), draw: ({ rooms }) => draw(place, rooms) });

/** @param {Place} place @param {{id: string, name: string}[]} rooms */
function draw(place, rooms) {
  return [
    h("h1", {}, t("care.complaint.title")),
    h("p", {}, t("care.complaint.words")),
    form({
      fields: [
        rooms.length > 0 &&
          field({
            name: "room",
            label: t("care.complaint.room"),
            required: false,
            choices: [["", t("care.complaint.no_room")], ...rooms.map(({ id, name }) => pair(id, name))],
          }),
        field({ name: "words", label: t("care.complaint.body"), rows: 6, maxlength: LONGEST }),
      ],
      button: t("care.complaint.send"),
      act: async ({ room, words }) => {
        await send("POST", "/api/complaints", { ...(room ? { room } : {}), words: words.trim() });
        received(place);
      },
    }),
  ];
}

/** @param {string} id @param {string} name @returns {[string, string]} */
function pair(id, name) {
  return [id, name];
}

/** @param {Place} place */
function received(place) {
  const title = h("h1", { tabindex: -1 }, t("care.complaint.thanks"));
  place.main.replaceChildren(
    title,
    h("p", {}, t("care.complaint.then")),
    h("p", {}, h("a", { class: "button main", href: "/me/reports" }, t("care.mine.title"))),
  );
  title.focus();
}
