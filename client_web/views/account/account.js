// @ts-check
/**
 * My account: where I am signed in, my recovery codes, my password.
 *
 * @import { Place } from "../../app/router.js"
 * @import { Me } from "../../app/session.js"
 * @import { Receipt } from "../agreement/agreement.js"
 * @typedef {{id: string, device: string, created_at: string, last_seen_at: string, is_current: boolean}} Login
 */
import { h } from "../../app/element.js";
import { attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { receiptSection } from "../agreement/receipts.js";
import { recoveryCodes } from "../door/codes.js";
import { newPasswordField } from "../door/new-account.js";

/** @param {Place} place */
export const show = (place) => screen(place, { load: found, draw: (all, again) => draw(place, all, again) });

/** @returns {Promise<[Me, {logins: Login[]}, {receipts: Receipt[]}]>} */
function found() {
  return Promise.all([send("GET", "/api/me"), send("GET", "/api/logins"), send("GET", "/api/receipts")]);
}

/** @param {Place} place @param {[Me, {logins: Login[]}, {receipts: Receipt[]}]} all @param {() => Promise<void>} again */
function draw(place, [me, { logins }, { receipts }], again) {
  return [
    h("h1", {}, t("menu.account")),
    h("p", {}, t("me.pseudonym", { pseudonym: me.pseudonym })),
    me.is_made_up && h("p", { class: "soft" }, t("me.made_up")),
    loginSection(logins, again),
    codeSection(place, me, again),
    passwordSection(place),
    receipts.length > 0 && receiptSection(receipts),
    teamSection(),
  ];
}

/** @param {Login[]} logins @param {() => Promise<void>} again */
function loginSection(logins, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const end = (/** @type {string} */ id) =>
    attempt(problem, async () => {
      await send("DELETE", `/api/logins/${id}`);
      await again();
    });
  const line = (/** @type {Login} */ { id, device, last_seen_at: seen, is_current: isCurrent }) =>
    h(
      "li",
      {},
      h(
        "div",
        { class: "stack close" },
        h("p", {}, device || t("me.unknown_device"), isCurrent && h("strong", {}, ` · ${t("me.this_device")}`)),
        h("p", { class: "soft" }, t("me.last_seen", { time: dayAndTime(seen) })),
      ),
      !isCurrent &&
        h(
          "button",
          {
            type: "button",
            class: "second",
            "aria-label": t("me.end_one", { device: device || t("me.unknown_device") }),
            onclick: () => end(id),
          },
          t("me.end"),
        ),
    );
  return h(
    "section",
    {},
    h("h2", {}, t("me.logins")),
    h("p", { class: "soft" }, t("me.logins_words")),
    h("ul", { class: "list" }, ...logins.map(line)),
    problem,
  );
}

/** @param {Place} place @param {Me} me @param {() => Promise<void>} again */
function codeSection(place, me, again) {
  return h(
    "section",
    {},
    h("h2", {}, t("me.codes")),
    h("p", {}, t("me.codes_left", { count: me.codes_left ?? 0 })),
    h("p", { class: "soft" }, t("me.codes_words")),
    form({
      fields: [
        field({
          name: "password",
          label: t("me.current_password"),
          type: "password",
          autocomplete: "current-password",
        }),
      ],
      button: t("me.codes_new"),
      isMain: false,
      act: async (values) => {
        const { codes } = await send("POST", "/api/recovery-codes", values);
        place.main.replaceChildren(...recoveryCodes(codes, again));
        place.main.querySelector("h1")?.focus();
      },
    }),
  );
}

/** @param {Place} place */
function passwordSection(place) {
  const done = h("p", { role: "status" });
  return h(
    "section",
    {},
    h("h2", {}, t("me.password")),
    h("p", { class: "soft" }, t("me.password_words")),
    form({
      fields: [
        field({
          name: "current_password",
          label: t("me.current_password"),
          type: "password",
          autocomplete: "current-password",
        }),
        newPasswordField("new_password", "account.new_password"),
      ],
      button: t("me.password_change"),
      isMain: false,
      act: async (values, element) => {
        await send("POST", "/api/password", values);
        if (!place.isCurrent()) return;
        element.reset();
        done.textContent = t("me.password_done");
      },
    }),
    done,
  );
}

/** What there is between this person and those who look after the groups. */
function teamSection() {
  const links = [
    ["/me/reports", "care.mine.title"],
    ["/me/decisions", "care.decisions.title"],
    ["/complaint", "care.links.complaint"],
  ];
  return h(
    "section",
    {},
    h("h2", {}, t("care.links.title")),
    h("ul", {}, ...links.map(([href, key]) => h("li", {}, h("a", { class: "button plain", href }, t(key))))),
  );
}
