// @ts-check
/**
 * Where one writes. It always says why it is as it is, and a draft stays until it has become a message.
 *
 * @import { Conversation } from "../../app/conversation.js"
 * @import { Message } from "../../app/wire.js"
 * @import { Unsent } from "../../app/outbox.js"
 */
import { fill, h } from "../../app/element.js";
import { t } from "../../app/i18n.js";
import { talking } from "../../app/talking.js";

const LONGEST = 4000;
const TALLEST = 0.32;

/** @param {Conversation} conversation @param {(message: string) => string|null} textOf @param {() => void} onSend */
export function composer(conversation, textOf, onSend) {
  const hasKeyboard = matchMedia("(pointer: fine)").matches;
  const state = h("label", { for: "writing", class: "why" });
  const spoken = h("p", { class: "only-heard", role: "status" });
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
  const how = h("p", { id: "writing-how", class: "hint" }, hasKeyboard ? t("composer.keys") : "");
  const button = h("button", { class: "main" }, t("composer.send"));
  const element = h(
    "form",
    { class: "composer" },
    state,
    spoken,
    answering,
    h("div", { class: "with-button" }, area, button),
    problem,
    how,
  );

  area.addEventListener("input", () => {
    conversation.draft = area.value;
    measure();
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
    if (!text || !canSend()) return area.focus();
    const { replyTo } = conversation;
    write("");
    answer(null);
    area.focus();
    onSend();
    await conversation.send(text, replyTo);
  }

  const tooMany = () => [...area.value.trim()].length - LONGEST;
  const canSend = () => tooMany() <= 0 && !isClosed(conversation) && !conversation.refusal;

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
    const sentence = why(conversation);
    if (state.textContent !== sentence) {
      if (state.textContent) spoken.textContent = sentence;
      state.textContent = sentence;
    }
    element.dataset.stage = stageOf(conversation);
    button.toggleAttribute("aria-disabled", !canSend());
  }

  drawAnswering();
  requestAnimationFrame(measure);
  return { element, draw, edit, answer: (/** @type {Message} */ message) => (answer(message), area.focus()) };
}

/** @param {Conversation} conversation */
function isClosed({ state }) {
  return state.room !== null && state.room.state !== "open";
}

/** @param {Conversation} conversation */
function stageOf(conversation) {
  if (conversation.place !== "here") return "away";
  return isClosed(conversation) ? "closed" : "open";
}

/** @param {Conversation} conversation @returns {string} why the composer is as it is */
function why(conversation) {
  const { stage } = talking.connection.status;
  if (conversation.refusal)
    return t(conversation.refusal.code === "agreement_required" ? "composer.asked" : "composer.refused");
  if (stage === "ended") return t("composer.ended");
  if (conversation.place !== "here")
    return t(conversation.state.room && stage === "waiting" ? "composer.lost" : "composer.connecting");
  return t(isClosed(conversation) ? "composer.closed" : "composer.open");
}
