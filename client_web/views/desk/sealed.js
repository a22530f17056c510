// @ts-check
/**
 * For somebody outside the team: what was removed, sealed for thirty days and opened only with a reason that is
 * recorded; and decisions that would hide criticism of the organisation, which wait for this person.
 *
 * @import { Place } from "../../app/router.js"
 * @typedef {{sealed_copy: string, room: string, message: string, made_at: string, until_at: string}} Copy
 * @typedef {{second_voice: string, room_name: string|null, asked_at: string, outcome: string, reason: string|null, text: string|null}} Voice
 */
import { h } from "../../app/element.js";
import { attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { day, dayAndTime, t } from "../../app/i18n.js";
import { screen, style } from "../../app/screen.js";

style("./desk.css", import.meta.url);

/** @param {Place} place */
export const show = (place) => screen(place, { load: found, draw });

async function found() {
  const [{ copies }, { second_voices: voices }] = await Promise.all([
    send("GET", "/api/sealed-copies"),
    send("GET", "/api/second-voices"),
  ]);
  return { copies, voices };
}

/** @param {{copies: Copy[], voices: Voice[]}} found @param {() => Promise<void>} again */
function draw({ copies, voices }, again) {
  return [
    h("h1", {}, t("desk.outside")),
    h("p", {}, t("desk.outside_words"), " ", h("a", { href: "/desk" }, t("desk.title"))),
    h(
      "section",
      {},
      h("h2", {}, t("desk.voices")),
      h("p", { class: "soft" }, t(voices.length ? "desk.voices_words" : "desk.voices_none")),
      h("ul", { class: "list" }, ...voices.map((one) => voiceLine(one, again))),
    ),
    h(
      "section",
      {},
      h("h2", {}, t("desk.sealed")),
      h("p", { class: "soft" }, t(copies.length ? "desk.sealed_words" : "desk.sealed_none")),
      h("ul", { class: "list" }, ...copies.map(copyLine)),
    ),
  ];
}

/** @param {Voice} one @param {() => Promise<void>} again */
function voiceLine(one, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const answer = (/** @type {boolean} */ agrees) =>
    attempt(problem, async () => {
      await send("POST", `/api/second-voices/${one.second_voice}/answer`, { agrees });
      await again();
    });
  return h(
    "li",
    {},
    h(
      "div",
      { class: "stack close" },
      h("h3", {}, one.room_name ?? ""),
      h(
        "p",
        { class: "soft" },
        [dayAndTime(one.asked_at), one.reason && t(`care.ground.${one.reason}`)].filter(Boolean).join(" · "),
      ),
      one.text &&
        h(
          "details",
          { class: "fold" },
          h("summary", {}, t("desk.show_words")),
          h("p", { class: "promise", dir: "auto" }, one.text),
        ),
      problem,
    ),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "second", onclick: () => answer(false) }, t("desk.voice_stays")),
      h("button", { type: "button", class: "second", onclick: () => answer(true) }, t("desk.voice_agrees")),
    ),
  );
}

/** @param {Copy} one */
function copyLine(one) {
  const words = h("div", { tabindex: -1 });
  const open = form({
    fields: [field({ name: "reason", label: t("desk.sealed_reason"), hint: t("desk.sealed_hint"), maxlength: 500 })],
    button: t("desk.sealed_open"),
    isMain: false,
    act: async ({ reason }) => {
      const { text } = await send("POST", `/api/sealed-copies/${one.sealed_copy}/open`, { reason });
      words.replaceChildren(h("p", { class: "promise", dir: "auto" }, text));
      open.remove();
      words.focus();
    },
  });
  const summary = t("desk.sealed_one", { time: dayAndTime(one.made_at), day: day(one.until_at) });
  return h("li", {}, h("details", { class: "fold" }, h("summary", {}, summary), open, words));
}
