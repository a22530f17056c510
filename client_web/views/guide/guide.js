// @ts-check
/**
 * For those who guide a room, beside its map: duty, how people sit, turns, rounds, the script, questions, notes. Fetched
 * only for them. Each part is made once, so that what is typed in it stays while the room moves.
 *
 * @import { Conversation } from "../../app/conversation.js"
 * @import { RoomState } from "../../app/room-state.js"
 * @typedef {{
 *   room: string, conversation: Conversation, problem: HTMLElement, again: () => Promise<void>,
 *   act: (command: string, fields?: Record<string, unknown>, isVersioned?: boolean) => Promise<boolean>
 * }} Guiding
 * @typedef {{element: HTMLElement, draw: (state: RoomState, found: Found) => void}} Part
 * @typedef {{roster: any, cases: {waiting: string[], held: {by: string}[]}, notes: any[], questions: any[], vanished: any[], templates: any[]}} Found
 */
import { Lost } from "../../app/answers.js";
import { h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { style } from "../../app/screen.js";
import { isOnDuty } from "../../app/standing.js";
import { talking } from "../../app/talking.js";
import { dutyPart } from "./duty.js";
import { notesPart } from "./notes.js";
import { questionsPart } from "./questions.js";
import { roundPart } from "./rounds.js";
import { scriptPart } from "./script.js";
import { seatingPart } from "./seating.js";
import { turnsPart } from "./turns.js";
import { waitsLine } from "./waits.js";

style("./guide.css", import.meta.url);
const NEWS = new Set(["all", "everything", "duty", "staff_notes", "questions", "vanished"]);

/** @param {string} room @param {Conversation} conversation @param {HTMLElement} above the log, for what waits */
export function guidePanel(room, conversation, above) {
  const problem = h("div", { class: "problem", role: "alert" });
  /** @type {Found} */
  let found = { roster: null, cases: { waiting: [], held: [] }, notes: [], questions: [], vanished: [], templates: [] };

  /** @type {ReadonlySet<string>} */
  let waiting = new Set();

  /** @param {string} command @param {Record<string, unknown>} [fields] @param {boolean} [isVersioned] */
  const act = (command, fields = {}, isVersioned = true) =>
    attempt(problem, async () => {
      try {
        await conversation.act(command, fields, isVersioned);
      } catch (reason) {
        if (!(reason instanceof Lost)) throw reason;
        problem.append(h("p", {}, t("composer.lost")));
      }
    });
  /** @type {Guiding} */
  const guiding = { room, conversation, problem, again: read, act };
  const duty = dutyPart(guiding);
  const parts = [
    seatingPart(guiding),
    turnsPart(guiding),
    questionsPart(guiding),
    roundPart(guiding),
    scriptPart(guiding),
    notesPart(guiding),
  ];
  const element = h(
    "section",
    { class: "guide", "aria-label": t("guide.title") },
    duty.element,
    problem,
    ...parts.map((part) => part.element),
  );
  element.tabIndex = -1;
  const waits = waitsLine(above, () => {
    element.closest("details")?.setAttribute("open", "");
    element.focus();
  });

  async function read() {
    const [roster, cases, { notes }, { questions }, { vanished }, { templates }] = await Promise.all([
      send("GET", `/api/rooms/${room}/duty`),
      send("GET", `/api/rooms/${room}/duty/cases`),
      send("GET", `/api/rooms/${room}/staff-notes`),
      send("GET", `/api/rooms/${room}/questions`),
      send("GET", `/api/rooms/${room}/notes-of-sitting`),
      send("GET", "/api/script-templates"),
    ]);
    found = { roster, cases, notes, questions, vanished, templates };
    const asked = questions.filter((/** @type {any} */ one) => one.state === "waiting" && one.asker);
    waiting = new Set(asked.map((/** @type {any} */ one) => one.asker.participation));
    draw(conversation.state);
  }

  /** The desk moves often: nothing else is read again for it. */
  async function readCases() {
    found = { ...found, cases: await send("GET", `/api/rooms/${room}/duty/cases`) };
    draw(conversation.state);
  }

  /** @param {RoomState} state */
  function draw(state) {
    const mayGuide = isOnDuty(state);
    duty.draw(state, found);
    for (const part of parts) part.draw(state, found);
    for (const part of parts.slice(0, -1)) part.element.hidden ||= !mayGuide;
    waits.draw(state, found);
  }

  /** @param {Event} event */
  const heard = (event) => {
    const what = /** @type {CustomEvent<string>} */ (event).detail;
    if (what === "desk") void attempt(problem, readCases);
    else if (NEWS.has(what)) void attempt(problem, read);
  };
  talking.addEventListener("news", heard);
  void attempt(problem, read);
  return { element, draw, waiting: () => waiting, stop: () => talking.removeEventListener("news", heard) };
}
