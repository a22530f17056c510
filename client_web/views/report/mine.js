// @ts-check
/**
 * What I told the team, and what came of it. Seen by nobody else.
 *
 * @import { Place } from "../../app/router.js"
 * @typedef {{receipt: string, room_name: string, reason: string, received_at: string, is_queued: boolean, outcome: string|null, sentence: string}} MyReport
 * @typedef {{id: string, room: string, at: string, became: "waiting"|"taken"|"talked"|"seen_to"}} MyWorry
 * @typedef {{complaint: string, words: string, made_at: string, answer: string, answered_at: string|null}} MyComplaint
 * @typedef {{at: string, title: string, of: string, became: string, sentence: string}} Told
 */
import { h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { dayAndTime, knows, t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { talking } from "../../app/talking.js";
import { reasonWords } from "./reasons.js";

const NEWS = new Set(["everything", "reports", "worries", "complaints"]);

/** @param {Place} place */
export function show(place) {
  const again = () => place.isCurrent() && screen(place, about);
  const heard = (/** @type {Event} */ event) =>
    NEWS.has(/** @type {CustomEvent<string>} */ (event).detail) && void again();
  const about = { load: found, draw };
  talking.connection.start();
  talking.addEventListener("news", heard);
  place.onLeave(() => talking.removeEventListener("news", heard));
  return screen(place, about);
}

async function found() {
  const [{ reports }, { worries }, { complaints }, { rooms }] = await Promise.all([
    send("GET", "/api/reports"),
    send("GET", "/api/worries"),
    send("GET", "/api/complaints"),
    send("GET", "/api/rooms"),
  ]);
  const names = new Map(rooms.map((/** @type {{id: string, name: string}} */ one) => [one.id, one.name]));
  return [
    ...reports.map(ofReport),
    ...worries.map((/** @type {MyWorry} */ one) => ofWorry(one, names.get(one.room) ?? "")),
    ...complaints.map(ofComplaint),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** @param {MyReport} one @returns {Told} */
function ofReport({ room_name: room, reason, received_at: at, is_queued: isQueued, outcome, sentence }) {
  const waiting = t(isQueued ? "care.mine.queued" : "care.mine.waiting");
  return { at, title: reasonWords(reason), of: room, became: becameOf(outcome, waiting), sentence };
}

/** @param {MyWorry} one @param {string} room @returns {Told} */
function ofWorry({ at, became }, room) {
  const answer = { waiting: t("care.worry.thanks"), taken: t("care.worry.thanks") };
  const words = became === "talked" || became === "seen_to" ? t(`care.outcome.${became}`) : answer[became];
  return { at, title: t("care.mine.worry"), of: room, became: words, sentence: "" };
}

/** @param {MyComplaint} one @returns {Told} */
function ofComplaint({ made_at: at, answer }) {
  const became = t(answer ? "care.outcome.answered" : "care.complaint.thanks");
  return { at, title: t("care.mine.complaint"), of: "", became, sentence: answer };
}

/** @param {string|null} outcome @param {string} waiting */
function becameOf(outcome, waiting) {
  if (!outcome) return waiting;
  const key = `care.outcome.${outcome.split(".").at(-1)}`;
  return t(knows(key) ? key : "care.outcome.seen_to");
}

/** @param {Told[]} all */
function draw(all) {
  return [
    h("h1", {}, t("care.mine.title")),
    h("p", { class: "soft" }, t("care.mine.words")),
    all.length === 0 && h("p", {}, t("care.mine.empty")),
    h("ul", { class: "list" }, ...all.map(line)),
  ];
}

/** @param {Told} told */
function line({ at, title, of, became, sentence }) {
  return h(
    "li",
    {},
    h(
      "div",
      { class: "stack close" },
      h("h2", {}, title),
      h("p", { class: "soft" }, [of, t("care.mine.told", { time: dayAndTime(at) })].filter(Boolean).join(" · ")),
      h("p", {}, became),
      sentence && h("p", { class: "promise" }, sentence),
    ),
  );
}
