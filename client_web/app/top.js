// @ts-check
/**
 * The line at the top of every screen: where one is, the menu, and the way out.
 *
 * @import { Router } from "./router.js"
 */

import { fill, h } from "./element.js";
import { attempt } from "./form.js";
import { help } from "./help.js";
import { send } from "./http.js";
import { LANGUAGE_NAMES, language, speak, t } from "./i18n.js";
import { leaveAtOnce } from "./quick-exit.js";
import { session } from "./session.js";

/** Out, now. */
export function leave() {
  leaveAtOnce(() => session.forget());
}

/** @param {Router} router */
export function drawTop(router) {
  const top = /** @type {HTMLElement} */ (document.getElementById("top"));
  fill(
    top,
    help(),
    h("div", { id: "where", class: "where" }, brand()),
    menu(router),
    h("button", { type: "button", id: "leave", class: "leave", title: t("leave.how"), onclick: leave }, t("leave.now")),
  );
}

function brand() {
  return h("a", { class: "brand", href: "/" }, session.organisation?.name || "Sohva");
}

/**
 * Say where one is; without a word, the organisation's name stands there again.
 * @param {...Node} nodes
 */
export function setWhere(...nodes) {
  document.getElementById("where")?.replaceChildren(...(nodes.length ? nodes : [brand()]));
}

/** @param {Router} router */
function menu(router) {
  const problem = h("div", { class: "problem", role: "alert" });
  const nav = h("nav", { "aria-label": t("menu.title") }, ...links());
  const details = h(
    "details",
    { class: "menu over", "data-closes": true },
    h("summary", {}, t("menu.title")),
    h("div", { class: "panel" }, nav, languageChoice(router, problem), quieter(), signOut(router, problem), problem),
  );
  details.addEventListener("toggle", () => details.open && fill(nav, ...links())); // what one may do is known by and by
  details.addEventListener("click", (/** @type {Event} */ { target }) => {
    if (target instanceof Element && target.closest("a")) details.open = false;
  });
  return details;
}

/** What one may do has become more, while the menu may be open. */
export function drawLinks() {
  const nav = document.querySelector("#top nav");
  if (nav) fill(nav, ...links());
}

function links() {
  const places = session.me
    ? [
        ["/rooms", "menu.rooms"],
        ["/desk", "menu.desk"],
        ["/desk/outside", "menu.outside"],
        ["/directory", "menu.directory"],
        ["/meetings", "menu.meetings"],
        ["/me", "menu.account"],
        ["/organisation", "menu.organisation"],
      ]
    : [
        ["/sign-in", "menu.sign_in"],
        ["/directory", "menu.directory"],
      ];
  return places
    .filter(([path]) => path !== "/organisation" || session.isOrganiser)
    .filter(([path]) => path !== "/desk" || session.hasDesk)
    .filter(([path]) => path !== "/desk/outside" || session.me?.roles.includes("reviewer"))
    .map(([path, key]) => h("a", { href: path }, t(key)));
}

/** @param {Router} router @param {HTMLElement} problem */
function languageChoice(router, problem) {
  const languages = session.organisation?.languages ?? ["en"];
  const change = (/** @type {Event} */ { target }) =>
    attempt(problem, async () => {
      const chosen = /** @type {HTMLSelectElement} */ (target).value;
      await changeLanguage(chosen);
      await router.show();
    });
  const select = h(
    "select",
    { id: "language", onchange: change },
    ...languages.map((one) =>
      h("option", { value: one, lang: one, selected: one === language() }, LANGUAGE_NAMES[one] ?? one),
    ),
  );
  return h("div", { class: "field" }, h("label", { for: "language" }, t("menu.language")), select);
}

/** @param {string} chosen */
export async function changeLanguage(chosen) {
  if (session.me) {
    await send("PATCH", "/api/me", { language: chosen });
    session.me.language = chosen;
  }
  await speak(chosen);
  session.tell("changed");
}

function quieter() {
  const root = document.documentElement;
  const box = h("input", { type: "checkbox", id: "quieter", checked: "quiet" in root.dataset });
  box.addEventListener("change", () => root.toggleAttribute("data-quiet", box.checked));
  return h(
    "div",
    { class: "check" },
    box,
    h("label", { for: "quieter" }, t("menu.quieter")),
    h("p", { class: "hint" }, t("menu.quieter_hint")),
  );
}

/** @param {Router} router @param {HTMLElement} problem */
function signOut(router, problem) {
  const act = () =>
    attempt(problem, async () => {
      await session.signOut();
      await router.go("/");
    });
  return session.me && h("button", { type: "button", class: "plain", onclick: act }, t("menu.sign_out"));
}
