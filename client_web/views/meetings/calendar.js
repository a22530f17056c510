// @ts-check
/**
 * Being reminded elsewhere: a calendar under an address that only its owner knows, and mail, if somebody wants it.
 */
import { fill, h } from "../../app/element.js";
import { askingButton, attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";

/** @param {{feed: {made_at: string|null, with_names: boolean}, mail: {address: string|null}, again: () => Promise<void>}} about */
export function calendarSection({ feed, mail, again }) {
  return h(
    "section",
    {},
    h("h2", {}, t("meeting.calendar")),
    h("p", { class: "soft" }, t("meeting.calendar_words")),
    feedForm(feed, again),
    h("h2", {}, t("meeting.mail")),
    h("p", { class: "soft" }, t("meeting.mail_words")),
    mail.address ? mailKept(mail.address, again) : mailForm(again),
  );
}

/** @param {{made_at: string|null, with_names: boolean}} feed @param {() => Promise<void>} again */
function feedForm(feed, again) {
  const made = h("div", {});
  const element = form({
    fields: [
      field({
        name: "names",
        label: t("meeting.with_names"),
        hint: t("meeting.with_names_hint"),
        type: "checkbox",
        isChecked: feed.with_names,
      }),
    ],
    button: t(feed.made_at ? "meeting.feed_renew" : "meeting.feed_make"),
    isMain: false,
    act: async ({ names }) => {
      const { path } = await send("POST", "/api/calendar", { with_names: names !== undefined });
      fill(made, shownOnce(new URL(path, location.origin).href));
      made.querySelector("input")?.select();
    },
  });
  const end =
    feed.made_at !== null &&
    askingButton({
      label: t("meeting.feed_end"),
      question: t("meeting.feed_end_question"),
      yes: t("meeting.feed_end_yes"),
      act: async () => {
        await send("DELETE", "/api/calendar");
        await again();
      },
    });
  return h("div", { class: "stack" }, element, made, end);
}

/** @param {string} address */
export function shownOnce(address) {
  return h(
    "div",
    { class: "field" },
    h("label", { for: "shown-once" }, t("meeting.address")),
    h("p", { id: "shown-once-hint", class: "hint" }, t("meeting.once")),
    h("input", { id: "shown-once", readonly: true, value: address, "aria-describedby": "shown-once-hint" }),
  );
}

/** @param {() => Promise<void>} again */
function mailForm(again) {
  return form({
    fields: [
      field({
        name: "address",
        label: t("meeting.mail_address"),
        type: "email",
        autocomplete: "email",
        maxlength: 254,
      }),
    ],
    button: t("form.save"),
    isMain: false,
    act: async (values) => {
      await send("PUT", "/api/me/mail-address", values);
      await again();
    },
  });
}

/** @param {string} address @param {() => Promise<void>} again */
function mailKept(address, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const forget = () =>
    attempt(problem, async () => {
      await send("DELETE", "/api/me/mail-address");
      await again();
    });
  return h(
    "div",
    { class: "stack close" },
    h("p", {}, address),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "second", onclick: forget }, t("meeting.mail_forget")),
    ),
    problem,
  );
}
