// @ts-check
/**
 * One message as a paragraph with a name, and what can be done with it.
 *
 * @import { Message, Question, ReactionKind } from "../../app/wire.js"
 * @typedef {{text: string|null, masks: [number, number][]}} Said
 * @typedef {{
 *   nameOf: (participation: string) => string, textOf: (message: string) => string|null, you: string, isStaff: boolean,
 *   reply: (message: Message) => void, react: (message: Message, kind: ReactionKind, isOn: boolean) => void,
 *   remove: (message: Message) => unknown, goTo: (message: string) => void,
 *   now: (message: Message) => Message,
 *   act: (command: string, fields: Record<string, unknown>) => unknown,
 *   care: (message: Message, close: () => void) => Node[], takeOut: (question: Question) => unknown,
 *   isMuted: (participation: string) => boolean
 * }} Around
 */
import { fill, h } from "../../app/element.js";
import { askingButton } from "../../app/form.js";
import { clockTime, listed, t } from "../../app/i18n.js";

/** @type {ReactionKind[]} */
export const REACTIONS = ["heart", "with_you", "thank_you", "strength", "same_here"];

/**
 * @param {Message} message
 * @param {string} at
 * @param {Around} around
 */
export function messageElement(message, at, around) {
  const { author } = message;
  const labels = [
    author.participation === around.you && t("people.you"),
    author.role !== "participant" && t(`role.${author.role}`),
  ].filter(Boolean);
  const header = h(
    "header",
    {},
    h("bdi", { class: "name" }, author.display_name),
    labels.length > 0 && h("span", { class: "soft" }, ` · ${labels.join(" · ")}`),
    " ",
    h("time", { class: "soft", datetime: at }, clockTime(at)),
  );
  if (message.is_removed || message.text === null)
    return h("article", { class: "message gone" }, header, h("p", { class: "soft" }, removedLine(message)));
  return h(
    "article",
    { class: "message" },
    header,
    quoted(message, around),
    h("div", { class: "said" }, covered(message, around) ?? words(message), moreButton(message, around)),
    author.participation === around.you &&
      message.masks.length > 0 &&
      h("p", { class: "soft" }, t("message.masked_mine")),
    h("p", { class: "reactions soft", "aria-live": "off" }, ...reactionWords(message, around)),
  );
}

/** Only what people feel about it is another. @param {HTMLElement} element @param {Message} message @param {Around} around */
export function react(element, message, around) {
  const line = element.querySelector(".reactions");
  if (line) fill(line, ...reactionWords(message, around));
  /** @type {NodeListOf<HTMLElement>} */ const toggles = element.querySelectorAll("[data-kind]");
  for (const toggle of toggles) press(toggle, message, around);
}

/** @param {HTMLElement} button @param {Pick<Message, "reactions">} message @param {Around} around */
function press(button, { reactions }, { you }) {
  const kind = /** @type {ReactionKind} */ (button.dataset.kind);
  button.setAttribute("aria-pressed", String(reactions[kind]?.includes(you) ?? false));
}

/** @param {Said} message */
export function words(message) {
  return h("p", { class: "words", dir: "auto" }, ...maskedText(message));
}

/** @param {Message} message @param {Around} around */
function covered(message, around) {
  if (around.isMuted(message.author.participation)) return cover(message, t("message.unseen"), t("message.see_once"));
  if (!message.is_veiled) return null;
  return cover(
    message,
    t(message.note && message.note !== "other" ? `note.${message.note}` : "message.veiled"),
    t("message.unveil"),
  );
}

/**
 * The note, a button, nothing else; whoever wants to read it opens it.
 * @param {Said} message @param {string} why @param {string} open
 */
export function cover(message, why, open) {
  const note = h("div", { class: "words stack close" }, h("p", { class: "soft" }, why));
  note.append(h("button", { type: "button", class: "second", onclick: () => note.replaceWith(words(message)) }, open));
  return note;
}

/** @param {Message} message */
function removedLine({ removed_by: by }) {
  return t(`message.removed_by_${by}`);
}

/** @param {Said} message @returns {(Node|string)[]} the text, with a blank in place of what the house rules hide */
export function maskedText({ text, masks }) {
  const letters = [...(text ?? "")];
  /** @type {(Node|string)[]} */ const parts = [];
  let from = 0;
  for (const [start, end] of masks) {
    parts.push(letters.slice(from, start).join(""), h("span", { class: "mask" }, t("message.masked")));
    from = end;
  }
  return [...parts, letters.slice(from).join("")];
}

/** @param {Message} message @param {Around} around */
function quoted({ reply_to: target }, around) {
  if (!target) return null;
  const text = around.textOf(target);
  return h(
    "button",
    { type: "button", class: "quote soft", tabindex: -1, onclick: () => around.goTo(target) },
    h("span", { class: "only-heard" }, t("message.answers")),
    " ",
    text === null ? t("message.earlier") : text,
  );
}

/** @param {Message} message @param {Around} around */
function reactionWords({ reactions }, around) {
  return REACTIONS.filter((kind) => reactions[kind]?.length).map((kind) =>
    h(
      "span",
      {},
      t("reaction.shown", { kind: t(`reaction.${kind}`), names: listed((reactions[kind] ?? []).map(around.nameOf)) }),
    ),
  );
}

/** @param {Message} message @param {Around} around */
function moreButton(message, around) {
  const row = h("div", { class: "actions", hidden: true });
  const button = h(
    "button",
    {
      type: "button",
      class: "more",
      tabindex: -1,
      "aria-expanded": "false",
      "aria-label": t("message.more", { name: message.author.display_name }),
      onclick: () => open(row.hidden),
    },
    "⋯",
  );
  /** @param {boolean} isOpen */
  function open(isOpen) {
    row.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    fill(row, ...actions(message, around, () => open(false)));
    row.scrollIntoView({ block: "nearest" });
  }
  return h("div", { class: "do" }, button, row);
}

/** @param {Message} message @param {Around} around @param {() => void} close */
function actions(message, around, close) {
  const isYours = message.author.participation === around.you;
  const toggles = REACTIONS.map((kind) => {
    const button = h("button", { type: "button", class: "second", "data-kind": kind }, t(`reaction.${kind}`));
    button.addEventListener("click", () => {
      around.react(message, kind, button.getAttribute("aria-pressed") !== "true");
      button.closest(".message")?.focus();
      close();
    });
    press(button, around.now(message), around);
    return button;
  });
  return [
    h(
      "button",
      { type: "button", class: "second", onclick: () => (close(), around.reply(message)) },
      t("message.reply"),
    ),
    ...(isYours ? [] : toggles),
    isYours &&
      askingButton({
        label: t("message.remove"),
        question: t("message.remove_question"),
        yes: t("message.remove_yes"),
        act: () => around.remove(message),
      }),
    ...around.care(message, close),
  ];
}
