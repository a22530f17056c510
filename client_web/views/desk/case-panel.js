// @ts-check
/**
 * One case. Covered until it is opened; opened only by whoever has claimed it, and that it was opened is recorded.
 *
 * @import { Waiting } from "../../app/desk-state.js"
 * @typedef {{participation: string, display_name: string, role: string}} PersonShown
 * @typedef {{
 *   message: string, author: PersonShown, text: string|null, at: string, is_removed: boolean, is_veiled: boolean,
 *   is_hidden: boolean, is_held: boolean
 * }} MessageShown
 * @typedef {Waiting & {
 *   about: PersonShown|null, message: MessageShown|null, before: MessageShown[], after: MessageShown[],
 *   what_was_reported: {reason: string, note: string, at: string}[],
 *   notes: {by: string, is_mine: boolean, text: string, at: string}[],
 *   outcomes: string[], outcome: string|null, closed_at: string|null, has_conflict: boolean, may_sanction: boolean,
 *   proposal: {kind: string, hours: number|null}|null,
 *   history: {kind: string, starts_at: string, ends_at: string|null, is_reversed: boolean}[]
 * }} CaseShown
 * @typedef {{
 *   act: (deed: string, one: Waiting) => Promise<void>, back: () => void, now: () => number,
 *   again: (done?: string) => Promise<void>
 * }} Desk
 */
import { Refused } from "../../app/answers.js";
import * as state from "../../app/desk-state.js";
import { fill, h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { knows, t } from "../../app/i18n.js";
import { sentenceFor } from "../../app/refusal.js";
import { appealPart } from "./appeal.js";
import { deciding } from "./deciding.js";
import { distressPart } from "./distress.js";
import * as halfWritten from "./half-written.js";
import { clockWords, holderOf } from "./list.js";
import { noting } from "./noting.js";
import { wordsPart } from "./words.js";

const KEEP_EVERY = 180_000;
const BESIDE = new Set(["distress", "appeal", "complaint"]);

/** @param {Desk} desk */
export function casePanel(desk) {
  /** @type {Waiting|null} */
  let one = null;
  /** @type {ReturnType<typeof setInterval>|undefined} */
  let keeping;
  /** @type {ReturnType<typeof distressPart>|null} */
  let distress = null;
  let drawnFor = "";
  /** @type {import("./half-written.js").Begun[]} */
  let begun = [];
  const heading = h("h2", { tabindex: -1 });
  const waited = h("span", { class: "clock" });
  const facts = h("p", { class: "soft" });
  const inside = h("div", { class: "inside" });
  const closing = h("button", { type: "button", class: "plain back", onclick: desk.back }, t("desk.back"), kbd("Esc"));
  const element = h(
    "section",
    { class: "case", "aria-label": t("desk.case"), hidden: true },
    h("div", { class: "row" }, closing),
    h("div", { class: "row heading" }, heading, waited),
    facts,
    inside,
  );

  /** @param {Waiting} chosen */
  async function open(chosen) {
    if (chosen.case !== one?.case) forget();
    one = chosen;
    element.hidden = false;
    drawFacts();
    await draw();
    heading.focus();
  }

  function drawFacts() {
    if (!one) return;
    heading.textContent = t(`desk.kind.${one.kind}`);
    const told = one.kind === "distress" && t(one.source === "rule" ? "desk.by_rule" : "desk.by_person");
    const level = one.level && knows(`desk.level.${one.level}`) && t(`desk.level.${one.level}`);
    facts.textContent = [one.room_name, holderOf(one), told, level].filter(Boolean).join(" · ");
    tick();
  }

  function tick() {
    if (one) waited.textContent = clockWords(state.waitedFor(one, desk.now()));
  }

  async function draw() {
    if (!one) return;
    stopKeeping();
    if (!one.is_mine) return void lost(one);
    drawnFor = keyOf(one);
    keeping = setInterval(keep, KEEP_EVERY);
    await drawMine(one);
  }

  /** @param {Waiting} mine */
  async function drawMine(mine) {
    const [shown, beside] = await Promise.all([send("GET", `/api/cases/${mine.case}`), besideOf(mine)]);
    if (one?.case !== mine.case || !one.is_mine) return;
    one = { ...mine, version: shown.version };
    begun = begunNow();
    fill(inside, ...opened(shown, beside));
    begun = halfWritten.putBack(inside, begun);
    inside.append(...halfWritten.shown(begun));
  }

  /** The time ran out, or another device gave it back: what was begun is kept, and covered what only its holder reads. @param {Waiting} other @returns {string} what is to be said */
  function lost(other) {
    drawnFor = keyOf(other);
    stopKeeping();
    const wasMine = inside.querySelector("form") !== null;
    const hadFocus = inside.contains(document.activeElement);
    begun = begunNow();
    const isMissed = halfWritten.isMissed(begun);
    const said = isMissed ? t("desk.lapsed_kept") : t("desk.lapsed");
    const caution = (wasMine || isMissed) && h("p", { class: "caution" }, said);
    fill(inside, caution, ...notYours(other), ...halfWritten.shown(begun));
    if (hadFocus) (inside.querySelector("button") ?? heading).focus();
    return wasMine ? said : "";
  }

  /** As it stands in the fields, where there are any. */
  function begunNow() {
    return inside.querySelector("form") ? halfWritten.begunIn(inside) : begun;
  }

  function forget() {
    begun = [];
    inside.replaceChildren();
  }

  /** @param {CaseShown} shown @param {any} beside */
  function opened(shown, beside) {
    distress = shown.kind === "distress" ? distressPart(shown, beside) : null;
    const done = async (/** @type {{state: string}} */ moved) => {
      desk.back();
      await desk.again(t(moved.state === "closed" ? "desk.done.decide" : "desk.done.second_voice"));
    };
    return [
      shown.kind === "appeal" && appealPart(beside),
      wordsPart(shown, wordsBeside(shown, beside)),
      distress?.element,
      deciding(shown, done, shown.kind === "appeal" ? beside : null),
      noting(shown),
      passing(shown),
    ];
  }

  /** @param {Waiting} free */
  function notYours(free) {
    if (free.claimed_by !== null)
      return [h("p", {}, t("desk.other_has_it", { name: free.claimed_by || t("care.side.team") }))];
    const claim = () => desk.act("claim", free);
    return [
      h("p", {}, t(`desk.what.${free.kind}`)),
      h("p", { class: "soft" }, t("desk.covered_until")),
      h("button", { type: "button", class: "main", "data-deed": "claim", onclick: claim }, t("desk.claim"), kbd("c")),
    ];
  }

  /** Nobody is asked why. @param {CaseShown} shown */
  function passing(shown) {
    const deeds = state.deedsOf({ ...shown, is_mine: true });
    const button = (/** @type {"hand_on"|"escalate"|"release"} */ deed, /** @type {string} */ letter) =>
      deeds.has(deed) &&
      h(
        "button",
        { type: "button", class: "second", "data-deed": deed, onclick: () => one && desk.act(deed, one) },
        t(`desk.${deed}`),
        kbd(letter),
      );
    return h(
      "section",
      { class: "passing" },
      h("h3", {}, t("desk.passing")),
      h("p", { class: "soft" }, t("desk.passing_words")),
      h("div", { class: "row" }, button("hand_on", "h"), button("escalate", "e"), button("release", "r")),
    );
  }

  async function keep() {
    if (!one?.is_mine) return;
    try {
      await send("PUT", `/api/cases/${one.case}/claim`, {});
    } catch (reason) {
      if (!(reason instanceof Refused)) throw reason;
      await desk.again(sentenceFor(reason.error));
    }
  }

  function stopKeeping() {
    clearInterval(keeping);
  }

  /** The list has been read again: what is written here stays, also when the case is no longer theirs. @param {Waiting[]} cases @returns {string} what is to be said */
  function follow(cases) {
    if (!one) return "";
    const now = cases.find((each) => each.case === one?.case);
    if (!now) return gone();
    const before = drawnFor;
    one = now;
    drawFacts();
    if (keyOf(now) === before) void distress?.again();
    else if (now.is_mine) void draw();
    else return lost(now);
    return "";
  }

  function gone() {
    stopKeeping();
    one = null;
    const hadFocus = inside.contains(document.activeElement);
    fill(inside, h("p", {}, t("desk.gone")), ...halfWritten.shown(begunNow()));
    if (hadFocus) heading.focus();
    return t("desk.gone");
  }

  function close() {
    stopKeeping();
    const was = one?.case ?? null;
    one = null;
    element.hidden = true;
    forget();
    return was;
  }

  /** @param {string} deed */
  function press(deed) {
    const target = inside.querySelector(`[data-deed="${deed}"]`);
    if (target instanceof HTMLDetailsElement) target.open = true;
    const field = target?.matches("details, section")
      ? (target.querySelector("input, textarea") ?? target.querySelector("summary, button")) // letters typed there are words
      : target;
    if (!(field instanceof HTMLElement)) return;
    field.focus();
    if (field instanceof HTMLButtonElement) field.click();
  }

  return { element, open, close, follow, tick, press, current: () => one, isOpen: () => !element.hidden };
}

/** Whose it is decides what is shown. @param {Waiting} one */
function keyOf({ case: id, claimed_by: by, is_mine: isMine }) {
  return `${id} ${by} ${isMine}`;
}

/** @param {string} letter */
function kbd(letter) {
  return h("kbd", { "aria-hidden": "true" }, letter);
}

/** What belongs to a case of this kind and to no other. @param {Waiting} one */
function besideOf({ case: id, kind }) {
  return BESIDE.has(kind) ? send("GET", `/api/cases/${id}/${kind}`) : null;
}

/**
 * What people wrote to it, covered like the rest; of an appeal first what it was given for.
 * @param {CaseShown} shown @param {any} beside @returns {{label?: string, text: string}[]}
 */
function wordsBeside({ kind, what_was_reported: reports }, beside) {
  const notes = reports.map(({ note }) => ({ text: note }));
  if (kind === "distress")
    notes.push(...beside.worries.map((/** @type {{note: string}} */ { note }) => ({ text: note })));
  if (kind === "complaint") notes.push({ text: beside.words });
  const appealed = [
    { label: t("desk.appeal_about"), text: beside?.what },
    { label: t("desk.appeal_says"), text: beside?.words },
  ];
  return [...notes, ...(kind === "appeal" ? appealed : [])].filter(({ text }) => text);
}
