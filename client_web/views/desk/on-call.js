// @ts-check
/**
 * Whom the clock calls where nobody claims, in their order: over the web or by mail, with no name and no word of anybody.
 *
 * @import { Hours } from "./on-call-hours.js"
 * @typedef {{
 *   id: string, kind: "webhook"|"mail", address: string, languages: string[], tried_at: string|null,
 *   tried_result: string|null, secret: string|null, hours: Hours|null
 * }} Contact
 */
import { choice } from "../../app/choice.js";
import { h } from "../../app/element.js";
import { askingButton, attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { hoursFields, hoursWords } from "./on-call-hours.js";

const LONGEST = 500;

/** @param {Contact[]} contacts @param {() => Promise<void>} again */
export function onCallSection(contacts, again) {
  const told = h("div", { class: "stack", tabindex: -1 });

  /** @param {{id?: string, kind: string, address?: string, languages: string[]}[]} list */
  async function save(list) {
    const saved = await send("PUT", "/api/on-call", { contacts: list });
    const fresh = saved.contacts.filter((/** @type {Contact} */ one) => one.secret);
    if (fresh.length === 0) return again();
    told.replaceChildren(
      ...fresh.map(secretOnce),
      h("button", { type: "button", class: "main", onclick: again }, t("desk.on_call.kept")),
    );
    add.hidden = true; // one thing at a time: the secret is shown only now
    told.focus();
  }

  const known = contacts.map(({ id, kind, languages }) => ({ id, kind, languages }));
  const add = adding((one) => save([...known, one]));
  return h(
    "section",
    {},
    h("h2", {}, t("desk.on_call")),
    h("p", { class: "soft" }, t("desk.on_call.words")),
    contacts.length === 0 && h("p", { class: "caution" }, t("desk.on_call.nobody")),
    h("ol", { class: "list" }, ...contacts.map((one, index) => line(one, index, known, save))),
    add,
    told,
  );
}

/** @param {Contact} one */
function secretOnce({ address, secret }) {
  return h(
    "div",
    { class: "stack close" },
    h("p", {}, t("desk.on_call.secret", { address })),
    h("p", { class: "codes" }, secret),
  );
}

/**
 * @param {Contact} one @param {number} index
 * @param {{id: string, kind: string, languages: string[]}[]} known
 * @param {(list: any[]) => Promise<void>} save
 */
function line(one, index, known, save) {
  const problem = h("div", { class: "problem", role: "alert" });
  const result = h("p", { class: "soft", role: "status" }, triedWords(one));
  const tryNow = () =>
    attempt(problem, async () => {
      result.textContent = triedWords(await send("POST", `/api/on-call/${one.id}/try`, {}));
    });
  const earlier = () => attempt(problem, () => save(moved(known, index)));
  const takeOut = askingButton({
    label: t("desk.on_call.take_out"),
    question: t("desk.on_call.take_out_question"),
    yes: t("desk.on_call.take_out_yes"),
    act: () => save(known.filter((each) => each.id !== one.id)),
  });
  return h(
    "li",
    {},
    h(
      "div",
      { class: "stack close" },
      h("h3", {}, one.address),
      h("p", { class: "soft" }, t(`desk.on_call.${one.kind}`)),
      hoursWords(one.hours),
      result,
      problem,
    ),
    h(
      "div",
      { class: "row" },
      h(
        "button",
        {
          type: "button",
          class: "second",
          "aria-label": t("desk.on_call.try_one", { address: one.address }),
          onclick: tryNow,
        },
        t("desk.on_call.try"),
      ),
      index > 0 &&
        h(
          "button",
          {
            type: "button",
            class: "plain",
            "aria-label": t("desk.on_call.earlier_one", { address: one.address }),
            onclick: earlier,
          },
          t("desk.on_call.earlier"),
        ),
      takeOut,
    ),
    changing(one, (hours) => save(known.map((each) => (each.id === one.id ? { ...each, hours } : each)))),
  );
}

/** @param {Contact} one @param {(hours: Hours|null) => Promise<void>} change */
function changing({ address, hours: before }, change) {
  const times = hoursFields(before);
  const act = () => {
    const hours = times.read();
    return hours !== undefined && change(hours);
  };
  return h(
    "details",
    { class: "fold" },
    h("summary", { "aria-label": t("desk.on_call.hours_of", { address }) }, t("desk.on_call.hours")),
    form({ fields: [times.element], button: t("form.save"), isMain: false, act }),
  );
}

/** @template T @param {T[]} list @param {number} index @returns {T[]} the same, with one place earlier for one */
function moved(list, index) {
  return [...list.slice(0, index - 1), list[index], list[index - 1], ...list.slice(index + 1)];
}

/** @param {Contact} one */
function triedWords({ tried_at: at, tried_result: result }) {
  return at && result ? `${t(`desk.called_result.${result}`)} ${dayAndTime(at)}` : t("desk.on_call.never_tried");
}

/** @param {(one: {kind: string, address: string, languages: string[], hours: Hours|null}) => Promise<void>} add */
function adding(add) {
  const times = hoursFields(null);
  const fields = [
    choice({
      name: "kind",
      question: t("desk.on_call.how"),
      chosen: "webhook",
      options: ["webhook", "mail"].map((value) => ({
        value,
        label: t(`desk.on_call.${value}`),
        hint: t(`desk.on_call.${value}_hint`),
      })),
    }),
    field({ name: "address", label: t("desk.on_call.address"), maxlength: LONGEST, autocomplete: "off" }),
    times.element,
  ];
  const act = (/** @type {Record<string, string>} */ { kind, address }) => {
    const hours = times.read();
    return hours !== undefined && add({ kind, address: address.trim(), languages: [], hours });
  };
  return h(
    "details",
    { class: "fold" },
    h("summary", {}, t("desk.on_call.add")),
    form({ fields, button: t("form.save"), isMain: false, act }),
  );
}
