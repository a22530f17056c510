// @ts-check
/**
 * What everybody is at right now, above the log: the round and its question, the segment of the script, who is a guest.
 *
 * @import { RoomState } from "../../app/room-state.js"
 */
import { fill, h } from "../../app/element.js";
import { t } from "../../app/i18n.js";
import { isSitting } from "../../app/standing.js";
import { minutesUntil } from "./clock.js";

export function agendaLine() {
  const element = h("div", { class: "agenda", hidden: true });
  let drawn = "";

  /** @param {RoomState} state */
  function draw(state) {
    const parts = isSitting(state) ? [...guests(state), ...script(state), ...round(state)] : [];
    const now = JSON.stringify(parts);
    if (now === drawn) return;
    drawn = now;
    element.hidden = parts.length === 0;
    fill(
      element,
      ...parts.map(({ look, words, quoted }) =>
        h("p", { class: look }, words, quoted && h("q", { dir: "auto" }, quoted)),
      ),
    );
  }

  return { element, draw };
}

/** @typedef {{look: string, words: string, quoted?: string}} Part */

/** @param {RoomState} state @returns {Part[]} */
function guests({ professionals, people, present }) {
  const here = people.filter(({ role, participation: one }) => role !== "participant" && present.has(one));
  return professionals
    .filter(({ participation: one, display_name: name }) =>
      here.some((person) => person.participation === one || person.display_name === name),
    )
    .map(({ display_name: name, profession, organisation }) => ({
      look: "guest",
      words: t("floor.guest", { name, profession, organisation }),
    }));
}

/** @param {RoomState} state @returns {Part[]} */
function script(state) {
  const going = state.floor?.script;
  const segment = going?.segments[going.current];
  if (!going || !segment) return [];
  const left = minutesUntil(state, going.segment_until);
  const time = left === null ? "" : left > 0 ? t("floor.minutes_left", { count: left }) : t("floor.late");
  return [{ look: "segment soft", words: [segment.title, time].filter(Boolean).join(" · ") }];
}

/** @param {RoomState} state @returns {Part[]} */
function round({ floor }) {
  if (!floor?.round) return [];
  return [{ look: "round", words: `${t(`floor.round.${floor.round.kind}`)} `, quoted: floor.round.question }];
}
