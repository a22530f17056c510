// @ts-check
/**
 * What the people of a group promise each other: its text, accepting it, and the receipt that one keeps.
 *
 * @typedef {{version: string, language: string, text: string, what_changed: string, published_at: string}} Agreement
 * @typedef {{group: string, version: string, how: "here"|"on_paper", signed_on: string|null, at: string}} Receipt
 */
import { h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { day, t } from "../../app/i18n.js";

/** @param {string} room @returns {Promise<{agreement: Agreement|null, is_asked: boolean, changes: string[]}>} */
export const agreementOf = (room) => send("GET", `/api/rooms/${room}/agreement`);

/** @param {string} room @param {Agreement} agreement the one that was read @returns {Promise<Receipt>} */
export const accept = (room, { version }) => send("POST", `/api/rooms/${room}/agreement/accept`, { version });

/** @param {Agreement} agreement @param {...Node} first what is said before its words */
export function agreementText({ version, language, text, published_at: at }, ...first) {
  return h(
    "section",
    {},
    h("h2", { tabindex: -1 }, t("agreement.title")),
    ...first,
    h("p", { class: "promise", lang: language, dir: "auto" }, text),
    h("p", { class: "soft" }, t("agreement.version", { version, day: day(at) })),
  );
}

/** A file that its owner keeps. @param {Receipt} receipt */
export function keep(receipt) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" }));
  h("a", { href: address, download: `receipt-${receipt.version}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
