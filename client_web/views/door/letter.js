// @ts-check
/**
 * The door as a letter: what the group is for, who is there, who reads, what is kept.
 *
 * @typedef {{
 *   id: string, name: string, purpose: string, language: string, state: string, capacity: number, free_seats: number,
 *   staff: string[], who_can_read: string[], joins_by: string
 * }} RoomCard
 */
import { h } from "../../app/element.js";
import { LANGUAGE_NAMES, listed, t } from "../../app/i18n.js";

/** @param {RoomCard} card */
export function letter(card) {
  const { staff } = card;
  return h(
    "div",
    { class: "letter" },
    h("h1", {}, card.name),
    h("p", { class: "words" }, card.purpose),
    h(
      "dl",
      { class: "facts" },
      ...fact("door.staff", staff.length ? listed(staff) : t("door.no_staff")),
      ...fact("door.seats", t("door.free_of", { count: card.free_seats, capacity: card.capacity })),
      ...fact("door.now", t(`door.state.${card.state}`)),
      ...fact("door.readers", listed(card.who_can_read.map((one) => t(`door.reader.${one}`)))),
      ...fact("door.before", t("door.before_words")),
      ...fact("door.kept", t("door.kept_words")),
      ...fact("door.language", LANGUAGE_NAMES[card.language] ?? card.language),
    ),
  );
}

/** @param {string} key @param {string} words */
function fact(key, words) {
  return [h("div", {}, h("dt", {}, t(key)), h("dd", {}, words))];
}
