// @ts-check
/**
 * Leaving at once: the screen is emptied first, then the socket closed and the login ended, and the page's place in
 * the history is taken by an empty one. By button, or by Shift three times within five seconds.
 */

const WITHIN = 5000;
const PRESSES = 3;

/**
 * Counts Shift pressed alone. Any other key in between means that somebody is writing.
 * @returns {(key: string, isRepeat: boolean, now: number) => boolean} true on the third press
 */
export function shiftCounter() {
  /** @type {number[]} */
  let presses = [];
  return (key, isRepeat, now) => {
    if (isRepeat) return false;
    presses = key === "Shift" ? [...presses.filter((at) => now - at < WITHIN), now] : [];
    return presses.length >= PRESSES;
  };
}

/** @param {() => void} forget closes the socket and drops what was read */
export function leaveAtOnce(forget) {
  document.title = "";
  document.documentElement.replaceChildren();
  forget();
  void fetch("/api/logins/current", {
    method: "DELETE",
    keepalive: true,
    headers: { "Content-Type": "application/json" },
  }).catch(() => undefined);
  location.replace("about:blank");
}

/** @param {() => void} leave */
export function listenForShift(leave) {
  const isThird = shiftCounter();
  addEventListener("keydown", (event) => isThird(event.key, event.repeat, performance.now()) && leave(), {
    capture: true,
  });
}
