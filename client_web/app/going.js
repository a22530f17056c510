// @ts-check
/** Going on to another screen from code, in the way of a link that somebody pressed. */
import { h } from "./element.js";

/** @param {string} path an address of ours */
export function goTo(path) {
  const link = h("a", { href: path, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}
