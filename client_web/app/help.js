// @ts-check
/**
 * "I need help now" stands in the page before any script. This only opens it by key, and redraws it when the language changes.
 *
 * @import { HelpNumber, Organisation } from "./session.js"
 */
import { fill, h } from "./element.js";
import { language, t } from "./i18n.js";

const DIALLED = /^[\d\s+()-]+$/;

export function help() {
  return /** @type {HTMLDetailsElement} */ (document.getElementById("help"));
}

/** On narrow screens help is a bar at the bottom; the page ends above it, however large its text is. */
export function makeRoomForHelp() {
  const measure = () => document.documentElement.style.setProperty("--help-height", `${help().offsetHeight}px`);
  new ResizeObserver(measure).observe(help());
}

/** Open it, with the keyboard in it; or close it and go back to where one was. */
export function toggleHelp() {
  const details = help();
  details.open = !details.open;
  if (details.open) details.querySelector("summary")?.focus();
}

export function listenForHelp() {
  addEventListener("keydown", (event) => {
    if (event.key === "F1") {
      event.preventDefault();
      toggleHelp();
    }
    if (event.key === "Escape") for (const open of document.querySelectorAll("details[data-closes][open]")) close(open);
  });
  document.addEventListener("click", ({ target }) => {
    for (const open of document.querySelectorAll("details[data-closes][open]")) {
      if (target instanceof Node && !open.contains(target)) open.removeAttribute("open");
    }
  });
}

/** @param {Element} details */
function close(details) {
  const hadFocus = details.contains(document.activeElement);
  details.removeAttribute("open");
  if (hadFocus) details.querySelector("summary")?.focus();
}

/** @param {Organisation} organisation */
export function drawHelp(organisation) {
  const numbers = organisation.help[language()] ?? [];
  fill(
    help(),
    h("summary", { id: "help-now", accesskey: "h", "aria-keyshortcuts": "F1 Alt+H" }, t("help.now")),
    h(
      "div",
      { class: "panel" },
      h("h2", {}, t("help.title")),
      h("p", {}, t("help.intro")),
      h(
        "ul",
        { class: "numbers" },
        ...(numbers.length ? numbers.map(line) : [h("li", { class: "help-none" }, t("help.none_yet"))]),
      ),
      h("p", { class: "soft" }, t("help.not_emergency")),
    ),
  );
}

/** @param {HelpNumber} one */
function line({ area, name, number, hours, is_made_up: isMadeUp }) {
  const dial = DIALLED.test(number) ? { href: `tel:${number.replace(/[\s()-]/g, "")}` } : {};
  return h(
    "li",
    {},
    h("span", { class: "help-area" }, area),
    " ",
    h("span", { class: "help-name" }, name),
    " ",
    h("href" in dial ? "a" : "span", { class: "help-number", ...dial }, number),
    " ",
    h("span", { class: "help-hours" }, hours),
    isMadeUp && h("span", { class: "help-made-up" }, t("help.made_up")),
  );
}
