// @ts-check
/**
 * In the room, what is between one person and those who look after the room: asking for a look at a message, worry
 * about somebody, not seeing what somebody writes. Forms come in the place of the composer, so that the log above and
 * the help numbers stay in reach; they are fetched when somebody asks for one.
 *
 * @import { Conversation } from "../../app/conversation.js"
 * @import { Entry } from "../../app/log-entries.js"
 * @import { RoomState } from "../../app/room-state.js"
 * @import { Message, Person, Question } from "../../app/wire.js"
 * @typedef {{
 *   room: string, conversation: Conversation, person: Person, message: Message|null, question: Question|null,
 *   close: () => void,
 *   open: (form: string, person: Person) => Promise<void>
 * }} About
 */
import { Refused } from "../../app/answers.js";
import { fill, h } from "../../app/element.js";
import { t, withTexts } from "../../app/i18n.js";
import { session } from "../../app/session.js";
import { guides } from "../../app/standing.js";
import { talking } from "../../app/talking.js";

/** @type {Record<string, () => Promise<{panel: (about: About) => Node}>>} */
const FORMS = {
  report: () => import("../report/report.js"),
  worry: () => import("../report/worry.js"),
  mute: () => import("../report/mute.js"),
  note: () => import("../report/note.js"),
  remove: () => import("../report/remove.js"),
  somebody: () => import("../report/somebody.js"),
};
const STANDING = new Set(["sanctions", "side_room", "held", "desk", "everything"]);

/** @param {string} room @param {Conversation} conversation */
export function careFor(room, conversation) {
  const sheet = h("section", { class: "sheet", hidden: true });
  const standing = h("div", { class: "standing" });
  /** @type {Element|null} */
  let opener = null;

  /** @param {string} form @param {Person} person @param {Message|null} message @param {Question|null} [question] */
  async function open(form, person, message, question = null) {
    opener = document.activeElement?.closest(".message, .people") ?? document.activeElement;
    try {
      const { panel } = await withTexts(FORMS[form]());
      const next = (/** @type {string} */ name, /** @type {Person} */ whom) => open(name, whom, null);
      fill(sheet, panel({ room, conversation, person, message, question, close, open: next }));
    } catch (reason) {
      if (!(reason instanceof TypeError || reason instanceof Refused)) throw reason;
      fill(sheet, ...didNotCome(() => open(form, person, message, question)));
    }
    sheet.hidden = false;
    const heading = sheet.querySelector("h2");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  }

  function close() {
    sheet.hidden = true;
    sheet.replaceChildren();
    const target = opener?.matches(".people") ? opener.querySelector("summary") : opener;
    if (target instanceof HTMLElement && target.isConnected) target.focus();
  }

  sheet.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close());

  /** @param {string} form @param {Message} message @param {() => void} closeMenu */
  function button(form, message, closeMenu) {
    const onclick = () => (closeMenu(), open(form, message.author, message));
    return h(
      "button",
      { type: "button", class: "second", onclick },
      t(`message.${wordOf(form, message)}`, { name: message.author.display_name }),
    );
  }

  /** @param {string} form @param {Message} message */
  function wordOf(form, { author }) {
    return form === "mute" && conversation.state.muted.has(author.participation) ? "unmute" : form;
  }

  function tell() {
    const { you } = conversation.state;
    if (you) void open("somebody", you, null);
  }

  /** @param {Message} message @param {() => void} closeMenu */
  function buttons(message, closeMenu) {
    const { you } = conversation.state;
    const isYours = message.author.participation === you?.participation;
    const isStaff = guides(you?.role);
    const forms = isYours ? ["note"] : ["worry", "report", "mute", ...(isStaff ? ["note", "remove"] : [])];
    return forms.map((form) => button(form, message, closeMenu));
  }

  /** By somebody who guides the room. Who asked may be unknown to everybody. @param {Question} question */
  function takeOut(question) {
    const somebody = { participation: "", display_name: t("question.somebody"), role: "participant" };
    return open("remove", /** @type {Person} */ (question.asker ?? somebody), null, question);
  }

  /** What there is beside the room is fetched only where a follow or news says that there is something. */
  async function drawStanding() {
    try {
      const { standing: draw } = await withTexts(import("../care/standing.js"));
      await draw(standing, room, conversation);
    } catch (reason) {
      if (!(reason instanceof TypeError || reason instanceof Refused)) throw reason;
      const again = h("button", { type: "button", class: "second", onclick: drawStanding }, t("page.try_again"));
      fill(standing, h("p", {}, t("error.offline")), again);
    }
  }

  /** @param {Event} event */
  const heard = (event) => STANDING.has(/** @type {CustomEvent<string>} */ (event).detail) && void drawStanding();

  /** @type {string[]} */
  let known = [];
  let said = 0;
  function followed() {
    const { waiting, you } = conversation.state;
    if (guides(you?.role)) session.looksAfterRoom();
    const mine = lastOf(conversation.state);
    const isReleased = mine !== said && standing.querySelector(".held") !== null;
    said = mine;
    if (waiting === known && !isReleased) return;
    known = waiting;
    if (waiting.length > 0 || standing.childElementCount > 0) void drawStanding();
  }

  talking.addEventListener("news", heard);
  talking.addEventListener("changed", followed);
  return {
    element: h("div", { class: "care" }, standing, sheet),
    buttons,
    takeOut,
    somebody: h("button", { type: "button", class: "plain", onclick: tell }, t("people.tell")),
    stop: () => {
      talking.removeEventListener("news", heard);
      talking.removeEventListener("changed", followed);
    },
  };
}

/** Nobody who is worried presses a button and hears nothing. @param {() => void} again @returns {Node[]} */
function didNotCome(again) {
  return [
    h("h2", {}, t("page.offline")),
    h("button", { type: "button", class: "main", onclick: again }, t("page.try_again")),
  ];
}

/** The newest message of this person in the log: one that waited may have come there. @param {RoomState} state */
function lastOf({ entries, you }) {
  const isMine = (/** @type {Entry} */ one) =>
    one.kind === "message" && one.message.author.participation === you?.participation;
  return entries.findLast(isMine)?.seq ?? 0;
}
