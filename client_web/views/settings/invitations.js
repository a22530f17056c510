// @ts-check
/**
 * Links that let people in: made here, shown once.
 *
 * @import { Found, Invitation } from "./settings.js"
 */
import { fill, h } from "../../app/element.js";
import { askingButton, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { session } from "../../app/session.js";

/** Whoever guides a group may invite participants to it; other roles are the organiser's to give. */
const roles = () => (session.isOrganiser ? ["participant", "facilitator", "moderator"] : ["participant"]);
const HOURS_OF_A_DAY = 24;

/** @param {Found} all */
export function invitationSection({ card, invitations, again }) {
  const made = h("div", {});
  const list = h("ul", { class: "list" }, ...invitations.map((one) => line(one, again)));
  return h(
    "section",
    {},
    h("h2", {}, t("invite.title")),
    list,
    form({
      fields: [
        field({ name: "role", label: t("invite.role"), choices: roles().map((role) => [role, t(`role.${role}`)]) }),
        field({
          name: "uses",
          label: t("invite.uses"),
          type: "number",
          value: 1,
          min: 1,
          max: 100,
          inputmode: "numeric",
        }),
        field({
          name: "days",
          label: t("invite.days"),
          type: "number",
          value: 7,
          min: 1,
          max: 30,
          inputmode: "numeric",
        }),
      ],
      button: t("invite.make"),
      isMain: false,
      act: async ({ role, uses, days }) => {
        const body = { role, uses: Number(uses), valid_hours: Number(days) * HOURS_OF_A_DAY };
        const invitation = await send("POST", `/api/rooms/${card.id}/invitations`, body);
        list.append(line(invitation, again));
        fill(made, link(new URL(invitation.path, location.origin).href));
        made.querySelector("input")?.select();
      },
    }),
    made,
  );
}

/** @param {string} address */
function link(address) {
  const input = h("input", {
    id: "invitation-link",
    readonly: true,
    value: address,
    "aria-describedby": "invitation-once",
  });
  const said = h("p", { class: "soft", role: "status" });
  const copy = async () => {
    input.select();
    said.textContent = (await isCopied(address)) ? t("invite.copied") : "";
  };
  return h(
    "div",
    { class: "field" },
    h("label", { for: "invitation-link" }, t("invite.link")),
    h("p", { id: "invitation-once", class: "hint" }, t("invite.once")),
    h(
      "div",
      { class: "with-button" },
      input,
      h("button", { type: "button", class: "second", onclick: copy }, t("invite.copy")),
    ),
    said,
  );
}

/** Browsers may withhold the clipboard; the address then stands there marked. @param {string} address */
async function isCopied(address) {
  if (!navigator.clipboard) return false;
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch (reason) {
    if (!(reason instanceof DOMException)) throw reason;
    return false;
  }
}

/** @param {Invitation} invitation @param {() => Promise<void>} again */
function line({ id, role, uses, used, expires_at: until }, again) {
  return h(
    "li",
    {},
    h(
      "p",
      {},
      `${t(`role.${role}`)} · ${t("invite.left", { count: uses - used })} · ${t("invite.until", { time: dayAndTime(until) })}`,
    ),
    askingButton({
      label: t("invite.revoke"),
      question: t("invite.revoke_question"),
      yes: t("invite.revoke_yes"),
      act: async () => {
        await send("DELETE", `/api/invitations/${id}`);
        await again();
      },
    }),
  );
}
