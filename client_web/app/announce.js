// @ts-check
/** Says a sentence to those who listen instead of look. */

/** @param {string} sentence heard once; the same sentence later is heard again */
export function announce(sentence) {
  const region = document.getElementById("said");
  if (!region) return;
  const line = document.createElement("p");
  line.textContent = sentence;
  region.replaceChildren(line);
}
