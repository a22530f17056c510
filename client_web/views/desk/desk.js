// @ts-check
/**
 * The desk: one live list for the rooms one looks after, with clocks, and one case open at a time. Keyboard throughout.
 *
 * @import { Place } from "../../app/router.js"
 * @import { Waiting } from "../../app/desk-state.js"
 * @typedef {{
 *   now: string, paused_until: string|null, waiting: number, overdue: number, mine: number, most_mine: number,
 *   has_more: boolean, cases: Waiting[]
 * }} DeskAnswer
 */
import { announce } from "../../app/announce.js";
import { Refused } from "../../app/answers.js";
import * as state from "../../app/desk-state.js";
import { h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { sentenceFor } from "../../app/refusal.js";
import { screen, style } from "../../app/screen.js";
import { talking } from "../../app/talking.js";
import { alarm } from "./alarm.js";
import { casePanel } from "./case-panel.js";
import { cautions } from "./caution.js";
import { keyList } from "./keys.js";
import { list } from "./list.js";
import { shift } from "./shift.js";

style("./desk.css", import.meta.url);
const NEWS = new Set(["all", "everything", "desk", "side_room", "raid"]);
const LOOK_AGAIN = 30_000;
const GATHER = 150;
const CHOICES = "[type=radio], [type=checkbox]";

/** @param {Place} place */
export const show = (place) =>
  screen(place, { look: "desk", load: () => send("GET", "/api/desk"), draw: (found) => desk(place, found) });

/** @param {Place} place @param {DeskAnswer} first */
function desk(place, first) {
  let found = first;
  /** @type {Set<string>} */
  const notMine = new Set();
  let skew = Date.parse(first.now) - Date.now();
  const now = () => Date.now() + skew;
  const problem = h("div", { class: "problem", role: "alert" });
  const away = h("p", { class: "caution", hidden: true });
  const summary = h("p", { class: "summary" });
  const more = h("p", { class: "soft", hidden: true }, t("desk.more_wait"));
  const next = h("button", { type: "button", class: "main", onclick: () => takeNext() }, t("desk.take_next"), key("t"));
  const cases = list({ open: (id) => void open(id) });
  const panel = casePanel({ act, back, now, again: look });
  const sounding = alarm();
  const pausing = shift({ again: look, problem });
  const careful = cautions();
  const side = h(
    "div",
    { class: "side" },
    careful.raid,
    summary,
    h("div", { class: "row" }, next),
    cases.element,
    more,
  );
  const grid = h("div", { class: "grid" }, side, panel.element);

  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let soon;
  let deeds = 0;
  /** News comes in bursts, and of one's own deeds too, which are looked at when they are done. */
  function lookSoon() {
    clearTimeout(soon);
    soon = setTimeout(() => (deeds ? lookSoon() : void look()), GATHER);
  }

  /** What somebody does here: nothing else is told meanwhile, or its news would come before it. @param {() => Promise<unknown>} work */
  const deed = (work) =>
    attempt(problem, async () => {
      deeds += 1;
      try {
        await work();
      } finally {
        deeds -= 1;
      }
    });

  /** @param {string} [done] what was just done here: said in one breath with how things are now */
  async function look(done) {
    clearTimeout(soon);
    try {
      found = await send("GET", "/api/desk");
    } catch (reason) {
      if (!(reason instanceof Refused)) throw reason;
      return stale(sentenceFor(reason.error));
    }
    if (!place.isCurrent()) return;
    if (deeds && done === undefined) return lookSoon();
    skew = Date.parse(found.now) - Date.now();
    away.hidden = true;
    const before = summary.textContent;
    const lost = draw();
    const news = summary.textContent === before || done === "" ? "" : summary.textContent;
    if (done || lost || news) announce([done, lost, news].filter(Boolean).join(" "));
  }

  /** What is shown may be old: said where one looks, and aloud once. @param {string} why */
  function stale(why) {
    if (away.hidden) announce(why);
    away.textContent = why;
    away.hidden = false;
  }

  /** @returns {string} what is to be said of the case that is open */
  function draw() {
    const ordered = state.inOrder(found.cases);
    cases.draw(ordered, now());
    const said = panel.follow(ordered);
    pausing.draw(found);
    summary.textContent = summaryOf(found);
    more.hidden = !found.has_more;
    next.hidden = nextFor(found.cases) === null;
    next.className = panel.isOpen() ? "second" : "main"; // one main thing at a time
    sounding.hear(ordered, now());
    return said;
  }

  /** @param {string} id */
  async function open(id) {
    const one = found.cases.find((each) => each.case === id);
    if (!one) return;
    cases.select(id);
    grid.classList.add("is-open");
    next.className = "second";
    await attempt(problem, () => panel.open(one));
  }

  /** The list again, at the case where one was. */
  function back() {
    const was = panel.close();
    grid.classList.remove("is-open");
    next.className = "main";
    cases.select(null);
    cases.focus(was);
  }

  /** What this person may not decide is for others to take. @param {Waiting[]} cases */
  const nextFor = (cases) => state.nextOf(cases.filter((one) => !notMine.has(one.case)));

  async function takeNext() {
    const one = nextFor(found.cases);
    if (one) await claim(one);
  }

  /** @param {Waiting} one */
  async function claim(one) {
    await deed(async () => {
      try {
        await send("POST", `/api/cases/${one.case}/claim`, { version: one.version });
      } catch (reason) {
        if (isConflict(reason)) notMine.add(one.case);
        await look("");
        if (!takenBy(reason)) throw reason;
        return problem.append(h("p", {}, t("desk.taken_by", { name: takenBy(reason) })));
      }
      await look("");
      await open(one.case);
    });
  }

  /** @param {string} what @param {Waiting} one */
  async function act(what, one) {
    if (what === "claim") return claim(one);
    await deed(async () => {
      const path = what === "hand_on" ? "hand-on" : what;
      await send("POST", `/api/cases/${one.case}/${path}`, { version: one.version });
      back();
      await look(t(`desk.done.${what}`));
    });
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const { target, ctrlKey, metaKey, altKey } = event;
    if (target !== document.body && !place.main.contains(/** @type {Node} */ (target))) return;
    const isWriting = target instanceof Element && target.matches(`input:not(${CHOICES}), textarea, select`);
    if (event.key.startsWith("Arrow") && target instanceof Element && target.matches(CHOICES)) return; // they choose there
    const what = state.meant({ key: event.key, isWriting, hasModifier: ctrlKey || metaKey || altKey });
    if (!what || !keys.isOn() || (what === "open" && !(target instanceof Element && target.matches(".case-row"))))
      return;
    if (!answer(what)) return;
    event.preventDefault();
  }

  /** @param {string} what @returns {boolean} whether the key meant something here */
  function answer(what) {
    if (what === "next") return void takeNext(), true;
    if (what === "up" || what === "down") return cases.move(what === "up" ? -1 : 1);
    if (what === "back") return panel.isOpen() ? (back(), true) : false;
    if (what === "open") return cases.openFocused();
    const one = panel.current() ?? cases.focused();
    if (!one || !state.deedsOf(one).has(/** @type {any} */ (what))) return false;
    if (what === "claim") void claim(one);
    else panel.press(what);
    return true;
  }

  const keys = keyList();
  const heard = (/** @type {Event} */ event) => {
    const what = /** @type {CustomEvent<string>} */ (event).detail;
    if (NEWS.has(what)) lookSoon();
    if (what === "raid" || what === "all") void careful.read();
  };
  talking.connection.start();
  talking.addEventListener("news", heard);
  document.addEventListener("keydown", pressed);
  const clock = setInterval(() => (cases.tick(now()), panel.tick(), sounding.hear(found.cases, now())), 1000);
  const patience = setInterval(() => void look(), LOOK_AGAIN);
  place.onLeave(() => {
    talking.removeEventListener("news", heard);
    document.removeEventListener("keydown", pressed);
    clearInterval(clock);
    clearInterval(patience);
    clearTimeout(soon);
    panel.close();
    sounding.stop();
  });
  draw();
  void look(); // what came between asking and listening
  return [
    h("div", { class: "head" }, h("h1", {}, t("desk.title")), pausing.element),
    away,
    problem,
    grid,
    h("div", { class: "foot" }, keys.element, h("div", { class: "stack" }, sounding.element, careful.element)),
  ];
}

/** @param {string} letter */
export function key(letter) {
  return h("kbd", { "aria-hidden": "true" }, letter);
}

/** @param {DeskAnswer} found what waits beyond the first page is counted, too */
function summaryOf({ cases, waiting, has_more: hasMore }) {
  const { distress, others: shown } = state.waitingOf(cases);
  const others = hasMore ? waiting - distress : shown;
  if (distress + others === 0) return t(cases.length ? "desk.nothing_waits" : "desk.empty");
  const parts = [
    distress > 0 && t("desk.distress_waits", { count: distress }),
    others > 0 && t("desk.others_wait", { count: others }),
  ];
  return parts.filter(Boolean).join(" ");
}

/** Whoever was second reads who was first. @param {unknown} reason @returns {string} */
function takenBy(reason) {
  return reason instanceof Refused ? (reason.error.details?.by ?? "") : "";
}

/** @param {unknown} reason */
function isConflict(reason) {
  return reason instanceof Refused && reason.error.code === "conflict_of_interest";
}
