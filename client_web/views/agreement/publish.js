// @ts-check
/**
 * The agreement as the organiser sees it: a new version, who has accepted which, and what was signed on paper.
 *
 * @import { Agreement } from "./agreement.js"
 * @typedef {{participation: string, display_name: string, version: string|null, signed_on: string|null, is_asked: boolean}} Accepted
 */
import { choice } from "../../app/choice.js";
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { day, t } from "../../app/i18n.js";

/** @param {{room: string, agreement: Agreement|null, accepted: Accepted[], again: () => Promise<void>}} all */
export function agreementSection({ room, agreement, accepted, again }) {
  return h(
    "section",
    {},
    h("h2", {}, t("agreement.of_group")),
    h("p", { class: "soft" }, t("agreement.what_it_is")),
    agreement && h("p", {}, t("agreement.version", { version: agreement.version, day: day(agreement.published_at) })),
    publishForm(room, agreement, again),
    agreement && accepted.length > 0 && h("ul", { class: "list" }, ...accepted.map(line)),
    agreement && accepted.length > 0 && paperForm(accepted, again),
  );
}

/** @param {string} room @param {Agreement|null} agreement @param {() => Promise<void>} again */
function publishForm(room, agreement, again) {
  return form({
    fields: [
      field({ name: "text", label: t("agreement.text"), value: agreement?.text, rows: 10, maxlength: 15_000 }),
      ...(agreement ? changeFields() : []),
    ],
    button: t("agreement.publish"),
    isMain: false,
    act: async ({ kind, ...values }) => {
      await send("POST", `/api/rooms/${room}/agreement`, { ...values, is_material: kind !== "editorial" });
      await again();
    },
  });
}

function changeFields() {
  return [
    field({ name: "what_changed", label: t("agreement.what_changed"), maxlength: 300 }),
    choice({
      name: "kind",
      question: t("agreement.kind"),
      chosen: "material",
      options: ["material", "editorial"].map((value) => ({ value, label: t(`agreement.${value}`) })),
    }),
  ];
}

/** @param {Accepted} one */
function line({ display_name: name, version, signed_on: signed, is_asked: isAsked }) {
  const how = signed
    ? t("agreement.signed_on", { version: version ?? "", day: day(signed) })
    : t("agreement.has_accepted", { version: version ?? "" });
  const said = [version && how, isAsked && t("agreement.not_yet")].filter(Boolean).join(" · ");
  return h("li", {}, h("div", { class: "stack close" }, h("h3", {}, name), h("p", { class: "soft" }, said)));
}

/** @param {Accepted[]} accepted @param {() => Promise<void>} again */
function paperForm(accepted, again) {
  return form({
    fields: [
      h("h3", {}, t("agreement.on_paper")),
      field({
        name: "participation",
        label: t("agreement.who"),
        choices: accepted.map((one) => [one.participation, one.display_name]),
      }),
      field({ name: "signed_on", label: t("agreement.which_day"), type: "date" }),
    ],
    button: t("agreement.record"),
    isMain: false,
    act: async ({ participation, ...values }) => {
      await send("POST", `/api/participations/${participation}/signature`, values);
      await again();
    },
  });
}
