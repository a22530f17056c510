// @ts-check
/**
 * Coming in by an invitation: a letter first, then a name; nothing happens before the button.
 *
 * @import { Place } from "../../app/router.js"
 * @import { RoomCard } from "../door/letter.js"
 * @import { Agreement } from "../agreement/agreement.js"
 * @typedef {{role: string, room: RoomCard|null, organisation: string, expires_at: string, agreement: Agreement|null}} Look
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
import { letter } from "../door/letter.js";
import { displayNameField, newAccountFields } from "../door/new-account.js";

/** @param {Place} place */
export function show(place) {
  const secret = location.hash.slice(1);
  if (!secret) return screen(place, { draw: withoutSecret });
  return screen(place, {
    load: () => found(secret),
    draw: (look) => invited(place, secret, look),
  });
}

/** @param {string} secret @returns {Promise<Look>} */
async function found(secret) {
  const look = await send("POST", "/api/invitations/look", { secret });
  return { ...look, ...(look.room ? await agreementOf(look.room.id) : { agreement: null }) };
}

function withoutSecret() {
  return [h("h1", {}, t("join.no_link")), h("p", {}, t("join.no_link_words"))];
}

/** @param {Place} place @param {string} secret @param {Look} look */
function invited(place, secret, look) {
  const known = session.me;
  const { agreement } = look;
  return [
    look.room ? letter(look.room) : organisationLetter(look),
    look.role !== "participant" && h("p", {}, t("join.role", { role: t(`role.${look.role}`) })),
    agreement && agreementText(agreement),
    h("h2", {}, known ? t("join.as_known", { pseudonym: known.pseudonym }) : t("join.as_new")),
    form({
      fields: known ? [look.room && displayNameField()] : newAccountFields(),
      button: t(look.room ? (agreement ? "agreement.accept_and_enter" : "join.enter") : "join.begin"),
      act: async (values) => {
        const body = known ? { secret, ...values } : { secret, ...values, language: language() };
        const answer = await send("POST", "/api/invitations/redeem", body);
        if (agreement) await promised(answer.room.id, agreement);
        await entered(place, answer);
      },
    }),
    !known &&
      h(
        "p",
        { class: "soft" },
        t("join.have_account"),
        " ",
        h(
          "a",
          { href: "/sign-in", onclick: (/** @type {Event} */ event) => signInFirst(place, event) },
          t("sign_in.title"),
        ),
      ),
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

/** @param {Look} look */
function organisationLetter(look) {
  return h("div", { class: "letter" }, h("h1", {}, look.organisation || "Sohva"), h("p", {}, t("join.staff")));
}

/** @param {Place} place @param {Event} event */
function signInFirst(place, event) {
  event.preventDefault();
  return place.go("/sign-in", { awaited: location.pathname + location.hash });
}

/** @param {Place} place @param {{room: RoomCard|string|null, codes?: string[]|null}} answer */
async function entered(place, { room, codes }) {
  await session.signedIn(await send("GET", "/api/me"));
  const id = typeof room === "string" ? room : room?.id;
  const next = () =>
    place.go(id ? `/rooms/${id}` : session.organisation?.is_set_up ? "/rooms" : "/organisation", { isReplacing: true });
  history.replaceState(null, "", "/join");
  if (!codes) return next();
  place.main.replaceChildren(...recoveryCodes(codes, next));
  place.main.querySelector("h1")?.focus();
}
