// @ts-check
/**
 * Being on duty: coming, opening, closing, handing over, going. One thing stands out: what comes next.
 *
 * @import { Found, Guiding, Part } from "./guide.js"
 * @import { RoomState } from "../../app/room-state.js"
 */
import { fill, h } from "../../app/element.js";
import { askingButton, attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { isOnDuty } from "../../app/standing.js";
import { press } from "./fold.js";

/** @param {Guiding} guiding @returns {Part} */
export function dutyPart(guiding) {
  const { room, problem, again } = guiding;
  const element = h("div", { class: "stack close" });
  let drawn = "";

  const ask = (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ body = undefined) =>
    attempt(problem, async () => {
      await send(method, `/api/rooms/${room}/${path}`, body);
      await again();
    });

  /** @param {RoomState} state @param {Found} found */
  function draw(state, found) {
    const now = JSON.stringify([state.life?.state, state.life?.on_duty, found.roster]);
    if (now === drawn) return;
    drawn = now;
    const focused = element.contains(document.activeElement);
    fill(element, ...(isOnDuty(state) ? onDuty(state, found) : offDuty(state, found)));
    if (focused) element.querySelector("button")?.focus();
  }

  /** @param {RoomState} state @param {Found} found */
  function offDuty({ people, life }, { roster }) {
    const names = people.filter((one) => life?.on_duty.includes(one.participation)).map((one) => one.display_name);
    return [
      h("p", {}, names.length > 0 ? t("guide.others_on_duty", { names: names.join(", ") }) : t("guide.nobody_on_duty")),
      roster && !roster.my_training_until && h("p", { class: "soft" }, t("guide.not_trained")),
      press("guide.go_on_duty", () => ask("POST", "duty", {}), "main"),
    ];
  }

  /** @param {RoomState} state @param {Found} found */
  function onDuty(state, { roster }) {
    const mine = roster?.on_duty.find((/** @type {any} */ one) => one.participation === state.you?.participation);
    const notes = (roster?.hand_over_notes ?? []).filter(
      (/** @type {any} */ note) => note.by !== state.you?.participation,
    );
    return [
      h("p", {}, t("guide.you_are_on_duty")),
      mine?.hand_over_is_proposed && h("p", { class: "caution" }, t("guide.hand_over_proposed")),
      ...notes.map((/** @type {any} */ note) =>
        h(
          "div",
          { class: "note" },
          h(
            "p",
            { class: "soft" },
            t("guide.note_from", { name: note.display_name, time: dayAndTime(note.written_at) }),
          ),
          h("p", { class: "words", dir: "auto" }, note.text),
        ),
      ),
      h("div", { class: "row" }, ...nextSteps(state)),
      going(roster?.colleagues ?? []),
    ];
  }

  /** @param {RoomState} state */
  function nextSteps({ life }) {
    const turn = (/** @type {string} */ path) => () => ask("POST", path, {});
    const end = askingButton({
      label: t("guide.end"),
      question: t("guide.end_question"),
      yes: t("guide.end_yes"),
      act: () => ask("POST", "end", {}),
    });
    if (life?.state === "lobby") return [press("guide.open", turn("open"), "main")];
    if (life?.state === "open") return [press("guide.closing", turn("closing")), end];
    return life?.state === "closing" || life?.state === "paused" ? [end] : [];
  }

  /** @param {any[]} colleagues */
  function going(colleagues) {
    const there = colleagues.filter((one) => one.is_present !== false);
    const hand = form({
      fields: [
        field({
          name: "to",
          label: t("guide.hand_over_to"),
          choices: there.map((one) => [one.participation, one.display_name]),
        }),
        field({ name: "note", label: t("guide.hand_over_note"), rows: 3, maxlength: 1000, required: false }),
      ],
      button: t("guide.hand_over"),
      isMain: false,
      act: async (values) => {
        await send("POST", `/api/rooms/${room}/duty/hand-over`, values);
        await again();
      },
    });
    return h(
      "details",
      { class: "part" },
      h("summary", {}, t("guide.leaving_duty")),
      h(
        "div",
        { class: "stack close" },
        there.length > 0 ? hand : h("p", { class: "soft" }, t("guide.no_colleague")),
        press("guide.go_off_duty", () => ask("DELETE", "duty"), "plain"),
      ),
    );
  }

  return { element, draw };
}
