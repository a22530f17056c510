// @ts-check
/**
 * What one can do besides writing: take the turn, pass, raise a hand, rest. Each has a key of its own.
 *
 * @import { Conversation } from "../../app/conversation.js"
 * @import { Act, Standing } from "../../app/standing.js"
 */
import { fill, h } from "../../app/element.js";
import { t } from "../../app/i18n.js";

/** @type {Record<Act, {command: string, key: string, isVersioned?: boolean}>} */
const ACTS = {
  accept: { command: "floor.accept", key: "t", isVersioned: true },
  pass: { command: "floor.pass", key: "p", isVersioned: true },
  pass_on: { command: "floor.pass_on", key: "p", isVersioned: true },
  raise: { command: "hand.raise", key: "r" },
  lower: { command: "hand.lower", key: "r" },
  rest: { command: "break.begin", key: "b" },
  return: { command: "break.end", key: "b" },
  check_out: { command: "checkout.done", key: "g" },
};
/** @type {Partial<Record<Act, string>>} */
const LOOKS = { accept: "main", return: "main", pass: "second", pass_on: "second" };

/** @param {Conversation} conversation @param {(asked: Promise<unknown>) => Promise<void>} quietly @param {() => void} toWriting */
export function actsRow(conversation, quietly, toWriting) {
  const element = h("div", { class: "acts row", role: "group", "aria-label": t("act.title"), hidden: true });
  let drawn = "";

  /** @param {Standing} standing @param {boolean} canAct */
  function draw({ acts }, canAct) {
    const shown = canAct ? acts : [];
    const now = shown.join(" ");
    if (now === drawn) return;
    drawn = now;
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    element.hidden = shown.length === 0;
    fill(element, ...shown.map(button));
    if (!focused) return;
    const same = element.querySelector(`[data-key="${focused.getAttribute("data-key")}"]`);
    if (same) same.focus();
    else toWriting();
  }

  /** @param {Act} act */
  function button(act) {
    const { command, key, isVersioned } = ACTS[act];
    return h(
      "button",
      {
        type: "button",
        class: LOOKS[act] ?? "plain",
        "data-key": `Key${key.toUpperCase()}`,
        "aria-keyshortcuts": `Alt+${key.toUpperCase()}`,
        title: t("act.key", { key: key.toUpperCase() }),
        onclick: () => quietly(conversation.act(command, {}, isVersioned ?? false)),
      },
      t(`act.${act}`),
    );
  }

  /** By the place of a key, since with Alt it may write another letter. @param {KeyboardEvent} event */
  function pressed(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const button = /** @type {HTMLButtonElement|null} */ (element.querySelector(`[data-key="${event.code}"]`));
    if (!button || element.hidden) return;
    event.preventDefault();
    button.click();
  }

  addEventListener("keydown", pressed);
  return { element, draw, stop: () => removeEventListener("keydown", pressed) };
}
