// @ts-check
/**
 * Addresses to screens. Each screen is a module that is fetched when somebody goes there.
 *
 * @typedef {{path: RegExp, names: string[], load: () => Promise<{show: (place: Place) => unknown}>}} Route
 * @typedef {{main: HTMLElement, params: Record<string, string>, isCurrent: () => boolean, go: Router["go"], onLeave: (act: () => void) => void}} Place
 */

/** @param {string} pattern like `/rooms/{room}` @returns {{path: RegExp, names: string[]}} */
export function compiled(pattern) {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const source = pattern.replace(/\{\w+\}/g, "([a-z0-9]{1,64})");
  return { path: new RegExp(`^${source}/?$`), names };
}

/**
 * @template {{path: RegExp, names: string[]}} R
 * @param {R[]} routes
 * @param {string} pathname
 * @returns {{route: R, params: Record<string, string>}|null}
 */
export function matched(routes, pathname) {
  for (const route of routes) {
    const found = route.path.exec(pathname);
    if (found) return { route, params: Object.fromEntries(route.names.map((name, index) => [name, found[index + 1]])) };
  }
  return null;
}

export class Router {
  /** @type {(() => void)[]} */ #leaving = [];
  #visit = 0;

  /** @param {Route[]} routes @param {HTMLElement} main @param {(pathname: string) => string|null} detour */
  constructor(routes, main, detour) {
    this.routes = routes;
    this.main = main;
    this.detour = detour;
    addEventListener("popstate", () => this.show());
    document.addEventListener("click", (event) => this.#clicked(event));
  }

  /** @param {string} path @param {{isReplacing?: boolean, awaited?: string}} [how] `awaited`: where to go on afterwards @returns {Promise<void>} */
  go(path, { isReplacing = false, awaited } = {}) {
    const state = awaited ? { awaited } : null;
    if (isReplacing) history.replaceState(state, "", path);
    else history.pushState(state, "", path);
    return this.show();
  }

  /** Draw the screen of the current address. @returns {Promise<void>} */
  async show() {
    const visit = ++this.#visit;
    const elsewhere = this.detour(location.pathname);
    if (elsewhere) return this.go(elsewhere, { isReplacing: true, awaited: location.pathname });
    const found = matched(this.routes, location.pathname);
    if (!found) return this.go("/", { isReplacing: true });
    const view = await found.route.load();
    if (visit !== this.#visit) return;
    this.clear();
    await view.show({
      main: this.main,
      params: found.params,
      isCurrent: () => visit === this.#visit,
      go: this.go.bind(this),
      onLeave: (act) => this.#leaving.push(act),
    });
  }

  /** Take the current screen away and let it tidy up. */
  clear() {
    for (const act of this.#leaving.splice(0)) act();
    this.main.replaceChildren();
    this.main.className = "";
    scrollTo(0, 0);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.origin !== location.origin || !matched(this.routes, link.pathname)) return;
    event.preventDefault();
    void this.go(link.pathname + link.hash);
  }
}
