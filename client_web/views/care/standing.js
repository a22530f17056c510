// @ts-check
/**
 * What stands between the log and the composer for one person alone: a conversation that is offered, what binds them
 * and why, what of theirs waits for a moderator, and for those who work at the desk, that somebody waits there.
 *
 * @import { Conversation } from "../../app/conversation.js"
 * @import { Sanction } from "./sanction.js"
 * @import { SideRoom } from "../side-room/side-room.js"
 * @typedef {{message: string, text: string, held_at: string, why: string}} Held
 */
import { announce } from "../../app/announce.js";
import { Refused } from "../../app/answers.js";
import { waitingOf } from "../../app/desk-state.js";
import { h } from "../../app/element.js";
import { attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, t } from "../../app/i18n.js";
import { sentenceFor } from "../../app/refusal.js";
import { style } from "../../app/screen.js";
import { guides } from "../../app/standing.js";
import { deskLine } from "./desk-line.js";
import { sanctionBanner } from "./sanction.js";
import { offer } from "./side-offer.js";

style("./care.css", import.meta.url);
const TOLD = new Set(["note", "message_held", "message_removed"]);

/** @type {WeakMap<Element, number>} how often it was asked for; an answer that comes late is not shown over a newer one */
const asked = new WeakMap();
/** @type {WeakMap<Element, Map<string, {about: string, node: Node|null}>>} */
const drawn = new WeakMap();

/**
 * @param {HTMLElement} element
 * @param {string} room
 * @param {Conversation} conversation
 */
export async function standing(element, room, conversation) {
  const again = () => standing(element, room, conversation);
  const turn = (asked.get(element) ?? 0) + 1;
  asked.set(element, turn);
  try {
    const [{ sanctions }, { side_rooms: sides }, { held }, desk] = await Promise.all([
      send("GET", "/api/sanctions"),
      send("GET", "/api/side-rooms"),
      send("GET", `/api/rooms/${room}/held`),
      guides(conversation.state.you?.role) ? send("GET", "/api/desk") : null,
    ]);
    if (asked.get(element) !== turn) return;
    replace(element, [
      part("desk", desk && waitingOf(desk.cases), () => desk && deskLine(desk.cases)),
      ...sides
        .filter((/** @type {SideRoom} */ one) => one.room === room)
        .map((/** @type {SideRoom} */ one) => part(one.side_room, one, () => offer(one, again))),
      ...sanctions
        .filter((/** @type {Sanction} */ one) => concerns(one, room))
        .map((/** @type {Sanction} */ one) => part(one.sanction, one, () => sanctionBanner(one, again))),
      part("held", held, () => (held.length > 0 ? waiting(held, again) : null)),
    ]);
  } catch (reason) {
    if (!(reason instanceof Refused)) throw reason;
    announce(sentenceFor(reason.error));
  }
}

/**
 * @typedef {{key: string, about: string, draw: () => Node|null}} Part
 * @param {string} key @param {unknown} about @param {() => Node|null} draw
 * @returns {Part}
 */
function part(key, about, draw) {
  return { key, about: JSON.stringify(about), draw };
}

/** What binds here, and what was told and not read yet. @param {Sanction} one @param {string} room */
function concerns(one, room) {
  const isHere = one.room === null || one.room === room;
  return isHere && !one.reversed_at && (one.is_binding || (TOLD.has(one.kind) && !one.read_at));
}

/**
 * What is as it was stays as it is, with what somebody is writing there; what is new is said aloud once, and the
 * keyboard stays where it is.
 * @param {HTMLElement} element @param {Part[]} parts
 */
function replace(element, parts) {
  const before = drawn.get(element) ?? new Map();
  const now = new Map(
    parts.map(({ key, about, draw }) => {
      const known = before.get(key);
      return [key, known?.about === about ? known : { about, node: draw() }];
    }),
  );
  drawn.set(element, now);
  const nodes = [...now.values()].map(({ node }) => node).filter((node) => node instanceof Element);
  const fresh = nodes.filter((node) => !element.contains(node));
  for (const child of [...element.children]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, index) => {
    if (element.children[index] !== node) element.insertBefore(node, element.children[index] ?? null);
  });
  const said = fresh.map((node) => node.querySelector("h2")?.textContent ?? "").filter(Boolean);
  if (said.length > 0) announce(said.join(" "));
}

/** @param {Held[]} held @param {() => Promise<void>} again */
function waiting(held, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const withdraw = (/** @type {string} */ id) =>
    attempt(problem, async () => {
      await send("DELETE", `/api/held/${id}`, {});
      await again();
      document.getElementById("writing")?.focus();
    });
  const line = (/** @type {Held} */ one) =>
    h(
      "li",
      {},
      h("p", { class: "words soft", dir: "auto" }, one.text),
      h(
        "p",
        { class: "row hint" },
        t("care.held.since", { time: clockTime(one.held_at) }),
        h("button", { type: "button", class: "plain", onclick: () => withdraw(one.message) }, t("care.held.withdraw")),
      ),
    );
  return h(
    "section",
    { class: "held" },
    h("h2", {}, t("care.held.title")),
    h("p", { class: "soft" }, t("care.held.words")),
    h("ul", {}, ...held.map(line)),
    problem,
  );
}
