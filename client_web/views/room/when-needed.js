// @ts-check
/**
 * Parts of the room that not everybody needs.
 *
 * @import { Place } from "../../app/router.js"
 */
import { Refused } from "../../app/answers.js";

/** @type {ReadonlySet<string>} */
const NOBODY = new Set();

/**
 * A part of the screen that not everybody needs: fetched at the first drawing, and again if it did not come.
 * @param {Place} place @param {HTMLElement} slot
 * @param {() => Promise<{element: HTMLElement, draw: (state: any, found?: any) => void, stop: () => void, waiting: () => ReadonlySet<string>}>} fetched
 */
export function whenNeeded(place, slot, fetched) {
  /** @type {Awaited<ReturnType<typeof fetched>>|null} */
  let part = null;
  let isAsked = false;

  async function come() {
    isAsked = true;
    try {
      const found = await fetched();
      if (!place.isCurrent()) return found.stop();
      part = found;
      slot.append(part.element);
    } catch (reason) {
      if (!(reason instanceof TypeError || reason instanceof Refused)) throw reason;
      isAsked = false;
    }
  }

  return {
    draw: (/** @type {any} */ state) => (part ? part.draw(state) : isAsked || void come()),
    stop: () => part?.stop(),
    waiting: () => part?.waiting() ?? NOBODY,
  };
}
