// @ts-check
/**
 * The log: what was said, oldest first. Each entry is put in once, so that a screen reader says it once; later changes
 * alter only their own entry, and older pages come in without being read aloud.
 *
 * @import { Entry, MessageEntry } from "../../app/log-entries.js"
 * @import { Message } from "../../app/wire.js"
 * @import { RoomState } from "../../app/room-state.js"
 * @import { Around } from "./message.js"
 */
import { fill, h, set } from "../../app/element.js";
import { day, dayAndTime, t } from "../../app/i18n.js";
import { messageElement, react } from "./message.js";
import { questionElement } from "./question.js";

const JOINED_WITHIN = 10 * 60_000;
const NEAR_END = 80;

/** @param {Around} around @param {() => Promise<void>} older @param {Node[]} after what stands below the last entry */
export function logPanel(around, older, after) {
  /** @type {Map<number, {entry: Entry, before: Entry|undefined, element: HTMLElement}>} */
  const shown = new Map();
  const start = h("div", { class: "start" });
  const entries = h("div", { class: "entries", role: "log", "aria-label": t("log.title"), "aria-live": "off" });
  const below = h(
    "button",
    { type: "button", class: "second below-new", hidden: true, onclick: () => toEnd() },
    t("log.new_below"),
  );
  const scroller = h("div", { class: "scroller" }, start, entries, ...after);
  const toEnd = () => {
    wasAtEnd = true;
    scroller.scrollTop = scroller.scrollHeight;
    below.hidden = true;
  };
  const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  scroller.addEventListener("scroll", () => {
    // Only going up leaves the end: what is added below must not be taken for it.
    if (scroller.scrollTop < lastTop || isAtEnd()) wasAtEnd = isAtEnd();
    lastTop = scroller.scrollTop;
    below.hidden ||= wasAtEnd;
  });
  walkWithKeys(entries);
  const follow = new ResizeObserver(() => wasAtEnd && toEnd());
  let wasAtEnd = true;
  let lastTop = 0;
  let begun = "";
  for (const part of [entries, ...after]) if (part instanceof Element) follow.observe(part);
  follow.observe(scroller);

  /** @param {RoomState} state */
  function draw(state) {
    const heightBelow = scroller.scrollHeight - scroller.scrollTop;
    const isOlderPage = shown.size > 0 && state.entries.length > 0 && !shown.has(state.entries[0].seq);
    const isSilent = shown.size === 0 || isOlderPage;
    entries.setAttribute("aria-live", isSilent ? "off" : "polite");
    forgetMissing(state.entries);
    const added = state.entries.reduce((count, entry, index) => count + put(entry, state.entries[index - 1], state), 0);
    drawStart(state);
    if (isOlderPage) scroller.scrollTop = scroller.scrollHeight - heightBelow;
    else if (!wasAtEnd && added > 0) below.hidden = false;
    keepOneStop(entries);
    set(scroller, "tabindex", entries.querySelector(".message") ? null : 0); // for arrow keys, where nothing in it has the focus
  }

  /** Only where it is another, so that the keyboard stays on its button. @param {RoomState} state */
  function drawStart(state) {
    const now = `${state.hasMore} ${state.you?.joined_at} ${hasMessages(state)}`;
    if (now === begun) return;
    begun = now;
    fill(start, ...startOf(state, older));
  }

  /** @param {Entry[]} known */
  function forgetMissing(known) {
    const seqs = new Set(known.map((entry) => entry.seq));
    for (const [seq, { element }] of shown) {
      if (seqs.has(seq)) continue;
      element.remove();
      shown.delete(seq);
    }
  }

  /** @param {Entry} entry @param {Entry|undefined} before @param {RoomState} state @returns {number} how many are new */
  function put(entry, before, { hasMore }) {
    const known = shown.get(entry.seq);
    if (known?.entry === entry && known.before === before) return 0;
    const element = known?.element ?? h("div", { class: "entry" });
    element.classList.toggle("joined", isJoined(entry, before));
    element.classList.toggle("new-day", before ? day(before.at) !== day(entry.at) : hasMore);
    if (known && entry.kind === "message" && isReaction(known.entry, entry)) react(element, entry.message, around);
    else if (known?.entry !== entry) drawEntry(element, entry, around);
    if (!known) place(element, before);
    shown.set(entry.seq, { entry, before, element });
    return known ? 0 : 1;
  }

  /** @param {HTMLElement} element @param {Entry|undefined} before */
  function place(element, before) {
    const previous = before && shown.get(before.seq)?.element;
    if (previous) previous.after(element);
    else entries.prepend(element);
  }

  return {
    element: h("div", { class: "log" }, scroller, below),
    draw,
    toEnd,
    goTo: (/** @type {string} */ id) => goTo(entries, id),
  };
}

/** Whether nothing but a reaction came: whatever its reader has opened stays open. @param {Entry} before @param {MessageEntry} after */
function isReaction(before, { message }) {
  if (before.kind !== "message" || before.message === message) return false;
  const { reactions: _, ...known } = before.message;
  return Object.entries(known).every(([name, value]) => message[/** @type {keyof Message} */ (name)] === value);
}

/** @param {HTMLElement} element @param {Entry} entry @param {Around} around */
function drawEntry(element, entry, around) {
  const hadFocus = element.contains(document.activeElement);
  const date = h("p", { class: "day soft" }, day(entry.at));
  if (entry.kind === "notice") return fill(element, date, h("p", { class: "notice soft" }, ...noticeWords(entry)));
  const article = articleOf(entry, around);
  article.tabIndex = -1;
  fill(element, date, article);
  if (hadFocus) article.focus({ preventScroll: true });
}

/** @param {import("../../app/log-entries.js").MessageEntry|import("../../app/log-entries.js").QuestionEntry} entry @param {Around} around */
function articleOf(entry, around) {
  if (entry.kind === "question") return questionElement(entry.question, entry.at, around);
  const article = messageElement(entry.message, entry.at, around);
  article.id = `m-${entry.message.id}`;
  return article;
}

/** @param {import("../../app/log-entries.js").NoticeEntry} entry what happened, and what people said about it @returns {(Node|string)[]} */
function noticeWords({ notice, name, words = {} }) {
  const said = words.question || words.reason;
  const line = t(`notice.${notice}`, { ...words, name: name || t("people.somebody") });
  return said ? [`${line} `, h("q", { dir: "auto" }, said)] : [line];
}

/** @param {Entry} entry @param {Entry|undefined} before */
function isJoined(entry, before) {
  if (entry.kind !== "message" || before?.kind !== "message" || entry.message.reply_to) return false;
  const isSame = entry.message.author.participation === before.message.author.participation;
  return isSame && day(entry.at) === day(before.at) && Date.parse(entry.at) - Date.parse(before.at) < JOINED_WITHIN;
}

/** @param {RoomState} state @param {() => Promise<void>} older */
function startOf(state, older) {
  const { hasMore, you } = state;
  if (hasMore) return [h("button", { type: "button", class: "second", onclick: older }, t("log.older"))];
  const line = you && h("p", { class: "soft" }, t("log.from_joined", { time: dayAndTime(you.joined_at) }));
  return [line, hasMessages(state) ? null : h("p", { class: "empty" }, t("log.empty"))];
}

/** @param {RoomState} state */
const hasMessages = ({ entries }) => entries.some((entry) => entry.kind === "message");

/** One stop for the Tab key: the newest message, until the arrows have been elsewhere. @param {HTMLElement} entries */
function keepOneStop(entries) {
  const focused = document.activeElement?.closest(".message");
  const current = focused && entries.contains(focused) ? focused : [...entries.querySelectorAll(".message")].at(-1);
  for (const one of entries.querySelectorAll('.message[tabindex="0"]')) if (one !== current) stopAt(one, false);
  if (current) stopAt(current, true);
}

/** @param {Element} message @param {boolean} isStop */
function stopAt(message, isStop) {
  message.setAttribute("tabindex", isStop ? "0" : "-1");
  for (const button of message.querySelectorAll(".more, .quote")) button.setAttribute("tabindex", isStop ? "0" : "-1");
}

/** @param {HTMLElement} entries */
function walkWithKeys(entries) {
  entries.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    const all = [...entries.querySelectorAll(".message")];
    const here = all.indexOf(/** @type {Element} */ (event.target));
    if (!step || here === -1) return;
    event.preventDefault();
    const next = /** @type {HTMLElement|undefined} */ (all[here + step]);
    next?.focus();
    keepOneStop(entries);
  });
  entries.addEventListener("focusin", () => keepOneStop(entries));
}

/** @param {HTMLElement} entries @param {string} id */
function goTo(entries, id) {
  const target = /** @type {HTMLElement|null} */ (entries.querySelector(`#m-${id}`));
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}
