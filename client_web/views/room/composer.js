// @ts-check
/**
 * Where one writes. It always says why it is as it is, and a draft stays until it has become a message.
 *
 * @import { Conversation } from "../../app/conversation.js"
 * @import { Message } from "../../app/wire.js"
 * @import { Unsent } from "../../app/outbox.js"
 */
import { announce } from "../../app/announce.js";
import { fill, h } from "../../app/element.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { sentenceFor } from "../../app/refusal.js";
import { guides, nameOf, standingOf } from "../../app/standing.js";
import { talking } from "../../app/talking.js";
import { actsRow } from "./acts.js";

const LONGEST = 4000;
const TALLEST = 0.32;

/**
 * @param {Conversation} conversation
 * @param {{
 *   textOf: (message: string) => string|null, sent: () => void, quietly: (asked: Promise<unknown>) => Promise<void>
 * }} room
 */
export function composer(conversation, { textOf, sent, quietly }) {
  const hasKeyboard = matchMedia("(pointer: fine)").matches;
  const state = h("label", { for: "writing", class: "why" });
  const answering = h("div", { class: "answering row soft", hidden: true });
  const problem = h("p", { class: "hint", role: "status" });
  const area = h("textarea", {
    id: "writing",
    rows: 1,
    value: "",
    "aria-describedby": "writing-how",
    autocomplete: "off",
  });
  area.value = conversation.draft;
  const returned = h("p", { class: "caution", role: "alert", hidden: true });
  const refused = h("p", { class: "hint refused-act", role: "status" });
  const acts = actsRow(conversation, quietly, () => area.focus());
  const badge = badgeChoice(conversation);
  const how = h("p", { id: "writing-how", class: "hint" }, hasKeyboard ? t("composer.keys") : "");
  const button = h("button", { class: "main" }, t("composer.send"));
  const element = h(
    "form",
    { class: "composer" },
    state,
    answering,
    returned,
    h("div", { class: "with-button" }, area, button),
    problem,
    refused,
    acts.element,
    badge,
    how,
  );
  let before = "";

  area.addEventListener("input", () => {
    conversation.draft = area.value;
    measure();
    if (conversation.returned) drawReturned((conversation.returned = null));
  });
  area.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !hasKeyboard) return;
    event.preventDefault();
    element.requestSubmit();
  });
  element.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    void submit();
  });

  async function submit() {
    const text = area.value.trim();
    if (text && !canSend()) announce(problem.textContent || (state.textContent ?? ""));
    if (!text || !canSend()) return area.focus();
    const { replyTo } = conversation;
    write("");
    answer(null);
    area.focus();
    drawReturned((conversation.returned = null));
    sent();
    await conversation.send(text, replyTo);
  }

  const tooMany = () => [...area.value.trim()].length - LONGEST;
  const canSend = () => tooMany() <= 0 && !conversation.refusal && standingOf(conversation.state).canWrite;

  /** @param {string} text */
  function write(text) {
    area.value = conversation.draft = text;
    measure();
  }

  function measure() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 3, innerHeight * TALLEST)}px`;
    problem.textContent = tooMany() > 0 ? t("composer.too_long", { count: tooMany() }) : "";
    button.toggleAttribute("aria-disabled", !canSend());
  }

  /** @param {Message|null} message */
  function answer(message) {
    conversation.replyTo = message?.id ?? null;
    drawAnswering();
  }

  function drawAnswering() {
    const { replyTo } = conversation;
    answering.hidden = !replyTo;
    if (!replyTo) return;
    const stop = h(
      "button",
      {
        type: "button",
        class: "quiet",
        "aria-label": t("composer.no_reply"),
        onclick: () => (answer(null), area.focus()),
      },
      "✕",
    );
    fill(answering, h("p", { class: "quote" }, `${t("composer.replying")} ${textOf(replyTo) ?? ""}`), stop);
  }

  /** Back into the draft, in front of whatever stands there. @param {Unsent} one */
  function edit(one) {
    conversation.takeBack(one.clientId);
    write([one.text, area.value.trim()].filter(Boolean).join("\n"));
    if (one.replyTo) conversation.replyTo = one.replyTo;
    drawAnswering();
    area.focus();
  }

  function draw() {
    const { key, sentence, heard } = why(conversation);
    if (key !== before && before !== "" && heard) announce(heard);
    before = key;
    if (state.textContent !== sentence) state.textContent = sentence;
    const standing = standingOf(conversation.state);
    const isHere = conversation.place === "here";
    element.dataset.stage = isHere ? (standing.canWrite ? "open" : "closed") : "away";
    button.textContent = t(standing.asks ? "composer.ask" : "composer.send");
    acts.draw(standing, isHere);
    badge.hidden = !isHere || !guides(conversation.state.you?.role);
    const isSecond = ["accept", "return"].includes(standing.acts[0]) || conversation.state.life?.state === "lobby";
    button.classList.toggle("main", !isSecond);
    button.classList.toggle("second", isSecond);
    button.toggleAttribute("aria-disabled", !canSend());
    if (area.value !== conversation.draft) write(conversation.draft);
    drawReturned(conversation.returned);
  }

  /** @param {import("../../app/wire.js").WireError|null} refusal */
  function drawReturned(refusal) {
    if (returned.hidden !== !refusal) returned.hidden = !refusal;
    const words = refusal ? `${sentenceFor(refusal)} ${t("composer.came_back")}` : "";
    if (returned.textContent !== words) returned.textContent = words;
  }

  drawAnswering();
  requestAnimationFrame(measure);
  /** @param {string} sentence about something else than writing that was refused */
  function say(sentence) {
    if (refused.textContent !== sentence) refused.textContent = sentence;
  }

  return {
    element,
    draw,
    edit,
    say,
    stop: acts.stop,
    answer: (/** @type {Message} */ message) => (answer(message), area.focus()),
  };
}

/** Staff may say something as the person they are. @param {Conversation} conversation */
function badgeChoice(conversation) {
  const box = h("input", { type: "checkbox", id: "as-person", checked: conversation.asPerson });
  box.addEventListener("change", () => {
    conversation.asPerson = box.checked;
  });
  return h(
    "div",
    { class: "check badge", hidden: true },
    box,
    h("label", { for: "as-person" }, t("composer.as_person")),
  );
}

/**
 * Why the composer is as it is. What the log says too is not said twice to those who listen.
 * @param {Conversation} conversation
 * @returns {{key: string, sentence: string, heard: string}}
 */
function why(conversation) {
  const { stage } = talking.connection.status;
  const { refusal, place, state } = conversation;
  if (refusal) return said(refusal.code === "agreement_required" ? "composer.asked" : "composer.refused");
  if (stage === "ended") return said("composer.ended");
  if (place !== "here") return said(state.room && stage === "waiting" ? "composer.lost" : "composer.connecting");
  const { key, words } = standingOf(state);
  const told = { ...words, ...(words.time ? { time: dayAndTime(String(words.time)) } : {}) };
  const sentence = t(`composer.${key}`, told);
  const turn = key === "after" ? `${headOf(state)} ` : "";
  return { key: `${key} ${JSON.stringify(words)}`, sentence, heard: LOGGED.has(key) ? "" : `${turn}${sentence}` };
}

/** What these say stands in the log as well, where it is heard. */
const LOGGED = new Set([
  "closed",
  "closed_until",
  "lobby",
  "lobby_until",
  "paused",
  "paused_nobody",
  "over",
  "over_until",
  "over_absent",
  "over_absent_until",
  "open",
]);

/** @param {import("../../app/room-state.js").RoomState} state */
function headOf(state) {
  const turn = state.floor?.holder;
  return turn ? `${t("floor.has_turn", { name: nameOf(state, turn) })}.` : "";
}

/** @param {string} key */
function said(key) {
  return { key, sentence: t(key), heard: t(key) };
}
