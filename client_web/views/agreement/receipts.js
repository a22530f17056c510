// @ts-check
/**
 * My receipts: what I have promised, where, and a file of it to keep.
 *
 * @import { Receipt } from "./agreement.js"
 */
import { h } from "../../app/element.js";
import { day, dayAndTime, t } from "../../app/i18n.js";
import { keep } from "./agreement.js";

/** @param {Receipt[]} receipts */
export function receiptSection(receipts) {
  return h(
    "section",
    {},
    h("h2", {}, t("receipts.title")),
    h("p", { class: "soft" }, t("receipts.words")),
    h("ul", { class: "list" }, ...receipts.map(line)),
    h("p", {}, h("a", { href: "/verify" }, t("verify.title"))),
  );
}

/** @param {Receipt} receipt */
function line(receipt) {
  const { group, version, signed_on: signed, at } = receipt;
  const when = signed
    ? t("agreement.signed_on", { version, day: day(signed) })
    : t("receipts.accepted", { version, time: dayAndTime(at) });
  const name = t("receipts.keep_one", { name: group, version });
  return h(
    "li",
    {},
    h("div", { class: "stack close" }, h("h3", {}, group), h("p", { class: "soft" }, when)),
    h(
      "button",
      { type: "button", class: "second", "aria-label": name, onclick: () => keep(receipt) },
      t("receipts.keep"),
    ),
  );
}
