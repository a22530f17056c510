// @ts-check
/**
 * What every screen has in common: it loads quietly, says what failed and what to do, and puts the reader at its heading.
 *
 * @import { Place } from "./router.js"
 */
import { Refused } from "./answers.js";
import { h } from "./element.js";
import { t } from "./i18n.js";
import { sentenceFor } from "./refusal.js";
import { session } from "./session.js";

const PATIENCE = 300;
/** @type {Promise<unknown>[]} */
const styles = [];
let isFirst = true;

/**
 * @template T
 * @param {Place} place
 * @param {{load?: () => Promise<T>, draw: (found: T, again: () => Promise<void>) => (Node|null|false)[], look?: string}} about
 */
export async function screen(place, about) {
  const { main } = place;
  if (about.look) main.className = about.look;
  const slow = setTimeout(
    () => place.isCurrent() && main.replaceChildren(h("p", { class: "soft" }, t("page.loading"))),
    PATIENCE,
  );
  try {
    const [found] = await Promise.all([about.load?.(), ...styles]);
    if (!place.isCurrent()) return;
    clearTimeout(slow);
    const again = () => screen(place, about);
    main.replaceChildren(...about.draw(/** @type {T} */ (found), again).filter((node) => node instanceof Node));
    readFromHeading(main);
  } catch (reason) {
    clearTimeout(slow);
    if (!(reason instanceof Refused)) throw reason;
    if (place.isCurrent()) failed(place, reason, () => screen(place, about));
  }
}

/** @param {Place} place @param {Refused} reason @param {() => unknown} again */
function failed({ main }, { error }, again) {
  if (error.code === "not_signed_in") return session.lost();
  const isOffline = error.code === "offline";
  const mayHelp = isOffline || error.code === "internal" || error.retry_after !== null;
  main.replaceChildren(
    h("h1", { tabindex: -1 }, t(isOffline ? "page.offline" : "page.not_shown")),
    h("p", {}, sentenceFor(error)),
    mayHelp ? h("button", { type: "button", class: "main", onclick: again }, t("page.try_again")) : elsewhere(),
  );
  readFromHeading(main);
}

/** Where asking again would end as before. */
function elsewhere() {
  const [href, words] = session.me ? ["/rooms", "room.to_list"] : ["/directory", "menu.directory"];
  return h("p", {}, h("a", { class: "button main", href }, t(words)));
}

/** The first screen leaves the keyboard at the top of the page, where help is; later ones start at their heading. */
export function readFromHeading(/** @type {HTMLElement} */ main) {
  const heading = document.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  if (!isFirst) (heading ?? main).focus({ preventScroll: true });
  isFirst = false;
}

/**
 * The style sheet of a screen, fetched once, waited for before the screen is shown.
 * @param {string} name @param {string} base `import.meta.url` of the view
 */
export function style(name, base) {
  const link = h("link", { rel: "stylesheet", href: new URL(name, base).href });
  styles.push(
    new Promise((resolve) => {
      link.onload = link.onerror = resolve;
    }),
  );
  document.head.append(link);
}
