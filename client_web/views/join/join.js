// @ts-check
/**
 * Coming in by an invitation: a letter first, then a name; nothing happens before the button.
 *
 * @import { Place } from "../../app/router.js"
 * @import { DoorCard, RoomCard } from "../door/letter.js"
 * @import { Agreement } from "../agreement/agreement.js"
 * @typedef {{
 *   role: string, room: RoomCard|null, door: DoorCard|null, organisation: string, expires_at: string,
 *   agreement: Agreement|null, guest: {display_name: string, profession: string, organisation: string}|null
 * }} Look
 */
import { Refused } from "../../app/answers.js";
import { h } from "../../app/element.js";
import { form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, language, t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { session } from "../../app/session.js";
import { accept, agreementOf, agreementText } from "../agreement/agreement.js";
import { recoveryCodes } from "../door/codes.js";
import { doorOf, isShut, letter } from "../door/letter.js";
import { displayNameField, newAccountFields } from "../door/new-account.js";

/** @param {Place} place */
export function show(place) {
  const secret = location.hash.slice(1);
  if (!secret) return screen(place, { draw: withoutSecret });
  return screen(place, {
    load: () => found(secret),
    draw: (look, again) => (isKeptOut(look) ? notNow(place, look, again) : invited(place, secret, look)),
  });
}

/** A professional's link begins otherwise, and says whom the organiser has checked. @param {string} secret */
const isGuest = (secret) => secret.startsWith("pro.");

/** @param {string} secret @returns {Promise<Look>} */
async function found(secret) {
  const look = await send("POST", `/api/${isGuest(secret) ? "professionals" : "invitations"}/look`, { secret });
  const guest = isGuest(secret) ? { guest: look, role: "professional", organisation: "" } : { guest: null };
  if (!look.room) return { ...look, ...guest, door: null, agreement: null };
  const [door, { agreement }] = await Promise.all([doorOf(look.room.id, true), agreementOf(look.room.id)]);
  return { ...look, ...guest, door, agreement };
}

function withoutSecret() {
  return [h("h1", {}, t("join.no_link")), h("p", {}, t("join.no_link_words"))];
}

/** Staff and guests need no seat. @param {Look} look */
const needsSeat = ({ role }) => role === "participant";

/** @param {Look} look */
const isKeptOut = (look) => look.door !== null && needsSeat(look) && isShut(look.door);

/**
 * Nobody is asked for a name and a password to be refused after that.
 * @param {Place} place @param {Look} look @param {() => unknown} again
 */
function notNow(place, look, again) {
  const button = h("button", { type: "button", class: "main" }, t("join.look_again"));
  button.onclick = () => {
    button.disabled = true; // of two looks the earlier one may be answered last
    return again();
  };
  return [
    doorLetter(look),
    h("p", {}, t("join.not_now", { time: dayAndTime(look.expires_at) })),
    h("p", {}, button),
    signInLine(place),
  ];
}

/** @param {Look} look */
function doorLetter(look) {
  if (!look.door) return organisationLetter(look);
  return letter(needsSeat(look) ? look.door : { ...look.door, situations: [] }, true);
}

/** @param {Place} place @param {string} secret @param {Look} look */
function invited(place, secret, look) {
  const known = session.me;
  const { agreement, guest } = look;
  return [
    doorLetter(look),
    guest && h("p", {}, t("join.guest", { ...guest, name: guest.display_name })),
    look.role !== "participant" && h("p", {}, t("join.role", { role: t(`role.${look.role}`) })),
    agreement && agreementText(agreement),
    h("h2", {}, known ? t("join.as_known", { pseudonym: known.pseudonym }) : t("join.as_new")),
    form({
      fields: known ? [look.room && !guest && displayNameField()] : newAccountFields(),
      button: t(look.room ? (agreement ? "agreement.accept_and_enter" : "join.enter") : "join.begin"),
      act: async (values) => {
        const body = known ? { secret, ...values } : { secret, ...values, language: language() };
        const answer = await send("POST", `/api/${guest ? "professionals" : "invitations"}/redeem`, body);
        if (agreement) await promised(answer.room.id, agreement);
        await entered(place, answer);
      },
    }),
    signInLine(place),
    h("p", { class: "soft" }, t("join.until", { time: dayAndTime(look.expires_at) })),
  ];
}

/** Whatever stands in the way of it, the room itself asks once more. @param {string} room @param {Agreement} agreement */
async function promised(room, agreement) {
  try {
    await accept(room, agreement);
  } catch (reason) {
    if (!(reason instanceof Refused)) throw reason;
  }
}

/** @param {Place} place */
function signInLine(place) {
  if (session.me) return null;
  const onclick = (/** @type {Event} */ event) => signInFirst(place, event);
  return h(
    "p",
    { class: "soft" },
    t("join.have_account"),
    " ",
    h("a", { href: "/sign-in", onclick }, t("sign_in.title")),
  );
}

/** @param {Look} look */
function organisationLetter(look) {
  return h("div", { class: "letter" }, h("h1", {}, look.organisation || "Sohva"), h("p", {}, t("join.staff")));
}

/** @param {Place} place @param {Event} event */
function signInFirst(place, event) {
  event.preventDefault();
  return place.go("/sign-in", { awaited: location.pathname + location.hash });
}

/**
 * The codes are shown before anything else is asked of the server: it tells them only once.
 * @param {Place} place @param {{room: RoomCard|string|null, codes?: string[]|null}} answer
 */
async function entered(place, { room, codes }) {
  const id = typeof room === "string" ? room : room?.id;
  const next = async () => {
    await session.signedIn();
    await place.go(id ? `/rooms/${id}` : session.organisation?.is_set_up ? "/rooms" : "/organisation", {
      isReplacing: true,
    });
  };
  history.replaceState(null, "", "/join");
  if (!codes) return next();
  place.main.replaceChildren(...recoveryCodes(codes, next));
  place.main.querySelector("h1")?.focus();
}
