// @ts-check
/**
 * The room: who is here, what was said, and where to write.
 *
 * @import { Place } from "../../app/router.js"
 * @import { WireError } from "../../app/wire.js"
 * @import { Around } from "./message.js"
 */
import { Lost, Refused } from "../../app/answers.js";
import { fill, h } from "../../app/element.js";
import { askingButton } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, t, withTexts } from "../../app/i18n.js";
import { sentenceFor } from "../../app/refusal.js";
import { messageOf } from "../../app/room-state.js";
import { screen, style } from "../../app/screen.js";
import { session } from "../../app/session.js";
import { endsSoon, guides } from "../../app/standing.js";
import { talking } from "../../app/talking.js";
import { setWhere } from "../../app/top.js";
import { agendaLine } from "./agenda.js";
import { careFor } from "./care.js";
import { composer } from "./composer.js";
import { logPanel } from "./log.js";
import { peoplePanel } from "./people.js";
import { drawSupport } from "./support.js";
import { unsentPanel } from "./unsent.js";
import { whenNeeded } from "./when-needed.js";

style("./room.css", import.meta.url);
const GATHER = 6000;
const SHUT_OUT = new Set(["suspended", "excluded"]);
const TICK = 1000;

/** @param {Place} place */
export const show = (place) => screen(place, { look: "room", draw: () => room(place) });

/** @param {Place} place */
function room(place) {
  const { room: id } = place.params;
  const conversation = talking.in(id);
  const title = h("h1", {}, "\u00a0");
  const condition = h("span", { class: "soft" });
  const support = h("div", { class: "support", role: "status" });
  const failed = h("div", { class: "refused" });
  const writing = composer(conversation, { textOf, sent: () => log.toEnd(), quietly });
  const unsent = unsentPanel(conversation, writing.edit);
  const care = careFor(id, conversation);
  const questionSlot = h("div", {});
  const log = logPanel(around(), () => quietly(conversation.older()), [support, questionSlot, unsent.element]);
  const sessions = h("a", { href: `/rooms/${id}/meetings` }, t("rooms.sessions"));
  const settings = h("a", { href: `/rooms/${id}/settings`, hidden: true }, t("room.settings"));
  const guideSlot = h("div", { class: "guide-slot" });
  const people = peoplePanel(guideSlot, [sessions, settings, care.somebody, leaveGroup(id)]);
  const agenda = agendaLine();
  const above = h("div", {});
  const talk = h("div", { class: "talk" }, failed, agenda.element, above, log.element, care.element, writing.element);
  /** @type {HTMLElement|null} */
  let asking = null;
  const guide = whenNeeded(place, guideSlot, async () => {
    const { guidePanel } = await withTexts(import("../guide/guide.js"));
    return guidePanel(id, conversation, above);
  });
  const mine = whenNeeded(place, questionSlot, async () => {
    const { myQuestions } = await import("../questions/mine.js");
    return myQuestions(id, conversation);
  });
  const drawLog = gathered(() => log.draw(conversation.state));

  /** @param {string} message */
  function textOf(message) {
    const found = messageOf(conversation.state, message);
    return found && !conversation.state.muted.has(found.author.participation) ? found.text : null;
  }

  /** @returns {Around} */
  function around() {
    return {
      get you() {
        return conversation.state.you?.participation ?? "";
      },
      get isStaff() {
        return guides(conversation.state.you?.role);
      },
      nameOf: (participation) =>
        conversation.state.people.find((one) => one.participation === participation)?.display_name ??
        t("people.somebody"),
      textOf,
      now: (message) => messageOf(conversation.state, message.id) ?? message,
      reply: (message) => writing.answer(message),
      react: (message, kind, isOn) => quietly(conversation.react(message.id, kind, isOn)),
      remove: (message) => quietly(conversation.remove(message.id)),
      goTo: (message) => log.goTo(message),
      act: (command, fields) => quietly(conversation.act(command, fields, false)),
      care: care.buttons,
      takeOut: care.takeOut,
      isMuted: (participation) => conversation.state.muted.has(participation),
    };
  }

  function draw() {
    const { state, refusal } = conversation;
    log.element.hidden = people.element.hidden = refusal !== null;
    drawRefusal(refusal);
    writing.draw();
    unsent.draw();
    drawSupport(support, conversation);
    if (!state.room) return;
    title.textContent = state.room.name;
    condition.textContent = conversation.place === "here" ? stateWords(state) : "";
    settings.hidden = !(guides(state.you?.role) || session.isOrganiser);
    people.draw(state, { isKnown: conversation.place === "here", waiting: whoAsks() });
    agenda.draw(state);
    if (guides(state.you?.role)) guide.draw(state);
    else if (state.floor?.mode === "classroom" || conversation.asked > 0) mine.draw(state);
    drawLog(conversation.unsent.length > 0);
  }

  /** Whose questions wait, as far as this person may know. */
  function whoAsks() {
    return guides(conversation.state.you?.role) ? guide.waiting() : mine.waiting();
  }

  /** Clocks move by themselves. */
  function tick() {
    if (!conversation.state.room || document.hidden) return;
    people.draw(conversation.state, { isKnown: conversation.place === "here", waiting: whoAsks() });
    agenda.draw(conversation.state);
  }

  /** The agreement is asked for once, however often the room is drawn. @param {WireError|null} refusal */
  function drawRefusal(refusal) {
    const isAsked = refusal?.code === "agreement_required";
    writing.element.hidden = isAsked && !conversation.draft;
    if (isAsked && asking) return;
    asking = isAsked ? h("div", { class: "asks" }) : null;
    failed.replaceChildren(...(asking ? [asking] : refusal ? refused(refusal) : []));
    if (asking) void ask(asking);
  }

  /** Where it does not come, there is a way to ask for it again. @param {HTMLElement} element @returns {Promise<void>} */
  async function ask(element) {
    const named = (/** @type {string} */ name) => {
      title.textContent = name;
    };
    try {
      const { gate } = await import("../agreement/gate.js");
      fill(element, gate(id, { named, accepted: () => conversation.enter(), left: () => left(id, "/directory") }));
    } catch (reason) {
      if (!(reason instanceof TypeError)) throw reason;
      const again = h("button", { type: "button", class: "second", onclick: () => ask(element) }, t("page.try_again"));
      fill(element, h("p", {}, t("error.offline")), again);
    }
  }

  /** What was refused is said where one acts; what was lost comes back with the connection. @param {Promise<unknown>} asked */
  async function quietly(asked) {
    try {
      await asked;
      writing.say("");
    } catch (reason) {
      if (reason instanceof Refused) writing.say(sentenceFor(reason.error));
      else if (reason instanceof Lost) writing.say(t("composer.lost"));
      else throw reason;
    }
  }

  setWhere(title, condition);
  talking.addEventListener("changed", draw);
  const ticking = setInterval(tick, TICK);
  place.onLeave(() => {
    clearInterval(ticking);
    writing.stop();
    guide.stop();
    mine.stop();
    people.stop();
    talking.removeEventListener("changed", draw);
    care.stop();
    setWhere();
    void conversation.stepOut();
  });
  void conversation.enter();
  draw();
  return [people.element, talk];
}

/**
 * In the quieter view what arrives is gathered; otherwise it is drawn at once.
 * @param {() => void} draw
 */
function gathered(draw) {
  let last = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let later;
  const now = () => {
    last = Date.now();
    later = undefined;
    draw();
  };
  return (/** @type {boolean} */ isOwn) => {
    const wait = "quiet" in document.documentElement.dataset && !isOwn ? last + GATHER - Date.now() : 0;
    if (wait <= 0) now();
    else if (later === undefined) later = setTimeout(now, wait);
  };
}

/** @param {import("../../app/room-state.js").RoomState} state */
function stateWords({ room, life }) {
  if (life?.state === "open" && endsSoon(life)) return t("room.open_till", { time: clockTime(endsSoon(life)) });
  return t(`room.state.${room?.state}`);
}

/** @param {WireError} refusal */
function refused(refusal) {
  return [
    h("p", {}, sentenceFor(refusal)),
    SHUT_OUT.has(refusal.code)
      ? h("p", {}, h("a", { class: "button main", href: "/me/decisions" }, t("room.why")))
      : "",
    h("p", {}, h("a", { class: "button second", href: "/rooms" }, t("room.to_list"))),
  ];
}

/** @param {string} id */
function leaveGroup(id) {
  return askingButton({
    label: t("room.leave"),
    question: t("room.leave_question"),
    yes: t("room.leave_yes"),
    act: async () => {
      await send("POST", `/api/rooms/${id}/leave`, {});
      left(id, "/rooms");
    },
  });
}

/** @param {string} id @param {string} next */
function left(id, next) {
  talking.conversations.delete(id);
  location.assign(next);
}
