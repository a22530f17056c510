// @ts-check
/**
 * One group's door: the letter, and a way to ask to come in.
 *
 * @import { Place } from "../../app/router.js"
 * @import { Agreement } from "../agreement/agreement.js"
 * @import { DoorCard, RoomCard } from "./letter.js"
 * @typedef {{card: DoorCard, agreement: Agreement|null, isInside: boolean}} Door
 */
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { language, t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { session } from "../../app/session.js";
import { agreementOf, agreementText } from "../agreement/agreement.js";
import { recoveryCodes } from "./codes.js";
import { doorOf, letter } from "./letter.js";
import { displayNameField, newAccountFields } from "./new-account.js";

/** @param {Place} place */
export const show = (place) =>
  screen(place, { load: () => found(place.params.room), draw: (door) => draw(place, door) });

/** @param {string} room @returns {Promise<Door>} */
async function found(room) {
  const [card, { agreement }, mine] = await Promise.all([
    doorOf(room),
    agreementOf(room),
    session.me ? send("GET", "/api/rooms") : null,
  ]);
  return { card, agreement, isInside: mine?.rooms.some((/** @type {RoomCard} */ one) => one.id === room) ?? false };
}

/** @param {Place} place @param {Door} door */
function draw(place, { card, agreement, isInside }) {
  const told = [letter(card, isInside), agreement && agreementText(agreement)];
  if (isInside)
    return [...told, h("p", {}, h("a", { class: "button main", href: `/rooms/${card.id}` }, t("door.enter")))];
  if (card.joins_by !== "application") return [...told, h("p", {}, t("door.by_invitation"))];
  return [...told, h("h2", {}, t("apply.title")), h("p", {}, t("apply.how")), applicationForm(place, card)];
}

/** @param {Place} place @param {RoomCard} card */
function applicationForm(place, card) {
  const note = field({
    name: "note",
    label: t("apply.note"),
    hint: t("apply.note_hint"),
    rows: 3,
    maxlength: 500,
    required: false,
  });
  return form({
    fields: session.me ? [displayNameField(), note] : [...newAccountFields(), note],
    button: t("apply.button"),
    act: async (values) => {
      const body = session.me ? values : { ...values, display_name: values.pseudonym, language: language() };
      const answer = await send("POST", `/api/rooms/${card.id}/applications`, body);
      const next = async () => {
        if (!session.me) await session.signedIn();
        sent(place);
      };
      if (!answer?.codes) return next();
      place.main.replaceChildren(...recoveryCodes(answer.codes, next)); // before anything else is asked: they are told once
    },
  });
}

/** @param {Place} place */
function sent(place) {
  const title = h("h1", { tabindex: -1 }, t("apply.sent"));
  place.main.replaceChildren(
    title,
    h("p", {}, t("apply.sent_words")),
    h("p", {}, h("a", { class: "button main", href: "/rooms" }, t("room.to_list"))),
  );
  title.focus();
}
