// @ts-check
/**
 * One group as its staff see it: open or closed, who waits, who is in, invitations, description.
 *
 * @import { Place } from "../../app/router.js"
 * @import { MyRoom } from "../rooms/rooms.js"
 * @import { Agreement } from "../agreement/agreement.js"
 * @import { Accepted } from "../agreement/publish.js"
 * @import { DoorCard } from "../door/letter.js"
 * @import { Training } from "./trainings.js"
 * @typedef {{id: string, display_name: string, note: string, created_at: string}} Application
 * @typedef {{participation: string, display_name: string, role: string, joined_at?: string}} Member
 * @typedef {{id: string, role: string, uses: number, used: number, expires_at: string}} Invitation
 * @typedef {{
 *   card: DoorCard, mine: MyRoom|undefined, applications: Application[], invitations: Invitation[], people: Member[],
 *   agreement: Agreement|null, accepted: Accepted[], trainings: Training[], problem: HTMLElement, again: () => Promise<void>
 * }} Found
 */
import { Refused } from "../../app/answers.js";
import { h } from "../../app/element.js";
import { askingButton, attempt, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { dayAndTime, t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { session } from "../../app/session.js";
import { guides } from "../../app/standing.js";
import { agreementOf } from "../agreement/agreement.js";
import { agreementSection } from "../agreement/publish.js";
import { doorOf } from "../door/letter.js";
import { describedBy, describeFields } from "./describe.js";
import { invitationSection } from "./invitations.js";
import { peopleSection } from "./people.js";
import { promiseSection } from "./promise.js";
import { trainingSection } from "./trainings.js";

/** @param {Place} place */
export const show = (place) =>
  screen(place, {
    load: () => found(place.params.room),
    draw: (all, again) => draw({ ...all, again, problem: h("div", { class: "problem", role: "alert" }) }),
  });

/** @param {string} room */
async function found(room) {
  const [card, { rooms }] = await Promise.all([doorOf(room), send("GET", "/api/rooms")]);
  const mine = rooms.find((/** @type {MyRoom} */ one) => one.id === room);
  if (!session.isOrganiser && !guides(mine?.my?.role))
    throw new Refused({ code: "not_permitted", retry_after: null, details: {} });
  const lists = (/** @type {string} */ name, /** @type {boolean} */ may) =>
    may ? send("GET", `/api/rooms/${room}/${name}`) : { [name]: [] };
  const [{ applications }, { invitations }, { people }, { agreement }, { people: accepted }, { trainings }] =
    await Promise.all([
      lists("applications", true),
      lists("invitations", true),
      lists("people", session.isOrganiser),
      agreementOf(room),
      session.isOrganiser ? send("GET", `/api/rooms/${room}/agreement/acceptances`) : { people: [] },
      session.isOrganiser ? send("GET", "/api/trainings") : { trainings: [] },
    ]);
  return { card, mine, applications, invitations, people, agreement, accepted, trainings };
}

/** @param {Found} all */
function draw(all) {
  const { card, mine, problem, again } = all;
  return [
    h("h1", {}, card.name),
    problem,
    mine?.my && h("p", {}, h("a", { class: "button second", href: `/rooms/${card.id}` }, t("settings.to_room"))),
    openSection(card, again),
    applicationSection(all),
    invitationSection(all),
    session.isOrganiser && peopleSection(all),
    session.isOrganiser && trainingSection(all),
    session.isOrganiser && agreementSection({ ...all, room: card.id }),
    session.isOrganiser &&
      h(
        "section",
        {},
        h("h2", {}, t("settings.describe")),
        form({
          fields: describeFields(card),
          button: t("form.save"),
          isMain: false,
          act: async (values) => {
            await send("PATCH", `/api/rooms/${card.id}`, describedBy(values));
            await again();
          },
        }),
      ),
    session.isOrganiser && promiseSection(card, again),
  ];
}

/** Opening happens in the room, where whoever does it sits; ending also from afar. @param {DoorCard} card @param {() => Promise<void>} again */
function openSection({ id, state }, again) {
  const isOver = state === "closed" || state === "ended";
  const end = askingButton({
    label: t("settings.close"),
    question: t("guide.end_question"),
    yes: t("guide.end_yes"),
    act: async () => {
      await send("POST", `/api/rooms/${id}/end`, {});
      await again();
    },
  });
  return h(
    "section",
    {},
    h("h2", {}, t("settings.now", { state: t(`room.state.${state}`) })),
    h("p", {}, t("settings.opens_how")),
    h(
      "div",
      { class: "row" },
      h("a", { class: "button second", href: `/rooms/${id}/meetings` }, t("settings.meetings")),
      !isOver && end,
    ),
  );
}

/** @param {Found} all */
function applicationSection({ applications, problem, again }) {
  const answer = (/** @type {string} */ id, /** @type {string} */ verb) =>
    attempt(problem, async () => {
      await send("POST", `/api/applications/${id}/${verb}`, {});
      await again();
    });
  const line = (/** @type {Application} */ { id, display_name: name, note, created_at: at }) =>
    h(
      "li",
      {},
      h(
        "div",
        { class: "stack close" },
        h("h3", {}, name),
        h("p", { class: "soft" }, dayAndTime(at)),
        note && h("p", { class: "words" }, note),
      ),
      h(
        "div",
        { class: "row" },
        h(
          "button",
          {
            type: "button",
            class: "second",
            "aria-label": t("settings.accept_one", { name }),
            onclick: () => answer(id, "accept"),
          },
          t("settings.accept"),
        ),
        h(
          "button",
          {
            type: "button",
            class: "plain",
            "aria-label": t("settings.decline_one", { name }),
            onclick: () => answer(id, "decline"),
          },
          t("settings.decline"),
        ),
      ),
    );
  return h(
    "section",
    {},
    h("h2", {}, t("settings.applications")),
    applications.length
      ? h("ul", { class: "list" }, ...applications.map(line))
      : h("p", { class: "soft" }, t("settings.no_applications")),
  );
}
