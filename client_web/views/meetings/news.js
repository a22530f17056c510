// @ts-check
/**
 * A seat that came free, a session called off: what is shown is read again, but never under the hands of somebody who
 * types or has something open. They are told, and look when they like.
 *
 * @import { Place } from "../../app/router.js"
 */
import { Refused } from "../../app/answers.js";
import { fill, h } from "../../app/element.js";
import { t } from "../../app/i18n.js";
import { talking } from "../../app/talking.js";

const NEWS = new Set(["all", "everything", "meetings"]);

/**
 * @template T
 * @param {Place} place @param {() => Promise<T>} read
 * @returns {{load: () => Promise<T>, line: (again: () => Promise<void>) => HTMLElement}} `line`: where news is told
 */
export function keptUp(place, read) {
  const element = h("div", { role: "status", class: "news" });
  let shown = "";
  let again = async () => {};

  async function load() {
    const found = await read();
    shown = JSON.stringify(found);
    fill(element);
    return found;
  }

  async function look() {
    if (shown === "") return; // it is on its way
    try {
      const isSame = JSON.stringify(await read()) === shown;
      if (isSame || !place.isCurrent()) return;
    } catch (reason) {
      if (!(reason instanceof Refused)) throw reason;
      return; // what is shown stays; the next connection has it read again
    }
    if (isBusy(place.main)) tell();
    else await again();
  }

  function tell() {
    const button = h("button", { type: "button", class: "plain", onclick: () => again() }, t("meeting.show_news"));
    fill(element, h("div", { class: "reminder" }, h("p", {}, t("meeting.news")), button));
  }

  const heard = (/** @type {Event} */ event) => NEWS.has(/** @type {CustomEvent<string>} */ (event).detail) && look();
  talking.addEventListener("news", heard);
  place.onLeave(() => talking.removeEventListener("news", heard));
  talking.connection.start();
  return {
    load,
    line: (anew) => {
      again = anew;
      return element;
    },
  };
}

/** Whether somebody's hands are in it: the keyboard, an open part, something typed. @param {HTMLElement} main */
function isBusy(main) {
  const focused = document.activeElement;
  const isFocused = focused !== main && main.contains(focused) && !focused?.matches("h1");
  const isOpen = main.querySelector(".organising > *") !== null;
  return isFocused || isOpen || [...main.querySelectorAll("input, textarea")].some(isTyped);
}

/** @param {Element} input */
function isTyped(input) {
  const { type, value, defaultValue, checked, defaultChecked } = /** @type {HTMLInputElement} */ (input);
  return type === "checkbox" ? checked !== defaultChecked : value !== defaultValue;
}
