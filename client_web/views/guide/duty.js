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
  const now = h("div", { class: "stack close" });
  const leaving = leavingPart(guiding, () => ask("DELETE", "duty"));
  const element = h("div", { class: "stack close" }, now, leaving.element);
  let drawn = "";

  const ask = (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ body = undefined) =>
    attempt(problem, async () => {
      await send(method, `/api/rooms/${room}/${path}`, body);
      await again();
    });

  /** @param {RoomState} state @param {Found} found */
  function draw(state, found) {
    const facts = JSON.stringify([state.life?.state, state.life?.on_duty, found.roster, found.cases]);
    if (facts === drawn) return;
    drawn = facts;
    const focused = now.contains(document.activeElement);
    fill(now, ...(isOnDuty(state) ? onDuty(state, found) : offDuty(state, found)));
    if (focused) now.querySelector("button")?.focus();
    leaving.element.hidden = !isOnDuty(state);
    leaving.draw(found.roster?.colleagues ?? []);
  }

  /** @param {RoomState} state @param {Found} found */
  function offDuty({ people, life }, { roster }) {
    const names = people.filter((one) => life?.on_duty.includes(one.participation)).map((one) => one.display_name);
    return [
      h("p", {}, names.length > 0 ? t("guide.others_on_duty", { names: names.join(", ") }) : t("guide.nobody_on_duty")),
      roster && !roster.my_training_until && h("p", { class: "soft" }, t("guide.not_trained")),
      press("guide.go_on_duty", () => ask("POST", "duty", {}), names.length > 0 ? "second" : "main"),
    ];
  }

  /** @param {RoomState} state @param {Found} found */
  function onDuty(state, { roster, cases: { waiting, held } }) {
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
      waiting.length > 0 && h("p", {}, h("a", { href: "/desk" }, t("guide.cases_waiting", { count: waiting.length }))),
      held.length > 0 && h("p", { class: "soft" }, t("guide.cases_held", { names: namesOf(held) })),
      h("div", { class: "row" }, ...nextSteps(state)),
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

  return { element, draw };
}

/** Whoever has no name in the room is of the team. @param {{by: string}[]} held */
const namesOf = (held) => [...new Set(held.map(({ by }) => by || t("care.side.team")))].join(", ");

/** Handing over and going: made once, so that the note stays while colleagues come and go. @param {Guiding} guiding @param {() => unknown} go */
function leavingPart({ room, again }, go) {
  const to = field({ name: "to", label: t("guide.hand_over_to"), choices: [] });
  const select = to.querySelector("select");
  const nobody = h("p", { class: "soft" }, t("guide.no_colleague"));
  const hand = form({
    fields: [to, field({ name: "note", label: t("guide.hand_over_note"), rows: 3, maxlength: 1000, required: false })],
    button: t("guide.hand_over"),
    isMain: false,
    act: async (values, element) => {
      await send("POST", `/api/rooms/${room}/duty/hand-over`, values);
      element.reset();
      await again();
    },
  });
  const inside = h("div", { class: "stack close" }, hand, nobody, press("guide.go_off_duty", go, "plain"));
  const element = h("details", { class: "part" }, h("summary", {}, t("guide.leaving_duty")), inside);

  /** @param {any[]} colleagues */
  function draw(colleagues) {
    const there = colleagues.filter((one) => one.is_present !== false);
    const chosen = select.value;
    hand.hidden = there.length === 0;
    nobody.hidden = there.length > 0;
    fill(
      select,
      ...there.map(({ participation: value, display_name: name }) =>
        h("option", { value, selected: value === chosen }, name),
      ),
    );
  }

  return { element, draw };
}
