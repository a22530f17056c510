// @ts-check
/**
 * For those who guide rooms, wherever they look: one of their rooms waits because nobody on duty is there any more. Says
 * which, and nothing of what was said in it.
 */
import { Refused } from "./answers.js";
import { h } from "./element.js";
import { send } from "./http.js";
import { laterTexts, t } from "./i18n.js";
import { guides } from "./standing.js";

/** @typedef {{id: string, name: string, state: string, my: {role: string}|null}} Mine */

/** Looks at one's rooms, and draws a line under the top of the page while one of them waits. */
export async function lookWhoWaits() {
  try {
    const [{ rooms }] = await Promise.all([send("GET", "/api/rooms"), laterTexts()]);
    draw(waiting(rooms, location.pathname));
  } catch (reason) {
    if (!(reason instanceof Refused)) throw reason;
  }
}

/**
 * The rooms that wait for somebody on duty, but for the one that is being looked at.
 * @param {Mine[]} rooms @param {string} path
 */
export function waiting(rooms, path) {
  return rooms.filter(({ id, state, my }) => state === "paused" && guides(my?.role) && path !== `/rooms/${id}`);
}

/** @param {Mine[]} rooms */
function draw(rooms) {
  document.getElementById("called")?.remove();
  if (rooms.length === 0) return;
  const lines = rooms.map(({ id, name }) =>
    h(
      "p",
      {},
      t("called.waits", { name }),
      " ",
      h("a", { href: `/rooms/${id}`, onclick: () => draw([]) }, t("called.go")),
    ),
  );
  document.getElementById("top")?.after(h("div", { id: "called", class: "called caution", role: "alert" }, ...lines));
}
