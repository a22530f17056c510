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
import { h } from "../../app/element.js";
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

/**
 * @param {HTMLElement} element
 * @param {string} room
 * @param {Conversation} conversation
 */
export async function standing(element, room, conversation) {
  const again = () => standing(element, room, conversation);
  try {
    const [{ sanctions }, { side_rooms: sides }, { held }, desk] = await Promise.all([
      send("GET", "/api/sanctions"),
      send("GET", "/api/side-rooms"),
      send("GET", `/api/rooms/${room}/held`),
      guides(conversation.state.you?.role) ? send("GET", "/api/desk") : null,
    ]);
    replace(element, [
      desk && deskLine(desk.cases),
      ...sides.filter((/** @type {SideRoom} */ one) => one.room === room).map(offerOf),
      ...sanctions.filter((/** @type {Sanction} */ one) => concerns(one, room)).map(bannerOf),
      held.length > 0 && waiting(held, again),
    ]);
  } catch (reason) {
    if (!(reason instanceof Refused)) throw reason;
    announce(sentenceFor(reason.error));
  }

  /** @param {SideRoom} one */
  function offerOf(one) {
    return offer(one, again);
  }

  /** @param {Sanction} one */
  function bannerOf(one) {
    return sanctionBanner(one, again);
  }
}

/** What binds here, and what was told and not read yet. @param {Sanction} one @param {string} room */
function concerns(one, room) {
  const isHere = one.room === null || one.room === room;
  return isHere && !one.reversed_at && (one.is_binding || (TOLD.has(one.kind) && !one.read_at));
}

/** Said aloud when something is new, and the keyboard stays where it is. @param {HTMLElement} element @param {(Node|false)[]} nodes */
function replace(element, nodes) {
  const before = element.textContent;
  element.replaceChildren(...nodes.filter((node) => node instanceof Node));
  const heading = element.querySelector("h2");
  if (heading && element.textContent !== before) announce(heading.textContent ?? "");
}

/** @param {Held[]} held @param {() => Promise<void>} again */
function waiting(held, again) {
  const withdraw = async (/** @type {string} */ id) => {
    await send("DELETE", `/api/held/${id}`, {});
    await again();
  };
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
  );
}
