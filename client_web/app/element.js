// @ts-check
/** Elements without HTML strings: what people write can only ever become text. */

/**
 * @typedef {Node|string|number|null|undefined|false} Child
 * @param {string} tag
 * @param {Record<string, any>} [fields] `on…` functions become listeners, the rest attributes; null and false are left out
 * @param {...Child} children
 * @returns {any}
 */
export function h(tag, fields = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) set(element, name, value);
  element.append(...present(children));
  return element;
}

/** @param {Element} element @param {string} name @param {any} value */
export function set(element, name, value) {
  if (typeof value === "function") element.addEventListener(name.slice(2), value);
  else if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** @param {Element} element @param {...Child} children */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, string|number>} fields
 * @param {...(Node|string)} children
 */
export function svg(tag, fields, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(fields)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** @param {Child[]} children */
function present(children) {
  return children
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (typeof child === "number" ? String(child) : /** @type {Node|string} */ (child)));
}
