// @ts-check
/**
 * One session: when, what, who decides, and coming to it.
 *
 * @import { Meeting } from "./meetings.js"
 * @typedef {{again: () => Promise<void>, saved: () => Promise<void>}} Then what is shown is read again; `saved` also comes back here
 */
import { announce } from "../../app/announce.js";
import { brought } from "../../app/answers.js";
import { fill, h } from "../../app/element.js";
import { askingButton, attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, dayAndTime, t } from "../../app/i18n.js";
import { session } from "../../app/session.js";
import { guides } from "../../app/standing.js";

/** @param {Meeting} meeting @param {string|undefined} role one's own in the group @param {() => Promise<void>} again */
export function meetingLine(meeting, role, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const more = h("div", { class: "organising" });
  const then = { again, saved: () => backTo(meeting.id, again) };
  const { title, about, room, room_name: roomName, professionals } = meeting;
  const stands = standing(meeting);
  return h(
    "li",
    { class: meeting.is_cancelled ? "cancelled" : null },
    h(
      "div",
      { class: "stack close" },
      h("h2", { id: `s-${meeting.id}`, tabindex: -1 }, h("bdi", {}, title)),
      h("p", {}, when(meeting)),
      h(
        "p",
        { class: "soft" },
        t(`meeting.kind.${meeting.kind}`),
        " · ",
        h("a", { href: `/rooms/${room}` }, h("bdi", {}, roomName)),
      ),
      meeting.is_cancelled && h("p", {}, t("meeting.cancelled")),
      about && h("p", { class: "words", dir: "auto" }, about),
      h("p", { class: "soft" }, t(`door.influence.${meeting.influence}`, { name: meeting.decision_maker })),
      meeting.what_you_get && h("p", { class: "soft" }, t("meeting.you_get", { what: meeting.what_you_get })),
      ...professionals.map((one) => h("p", {}, t("door.guest", { ...one, name: one.display_name }))),
      stands && h("p", {}, stands),
      meeting.link && h("p", {}, h("a", { href: meeting.link, rel: "noreferrer noopener" }, t("meeting.link"))),
      problem,
    ),
    !meeting.is_cancelled &&
      h(
        "div",
        { class: "row" },
        ...choices(meeting, role, { problem, again }),
        (session.isOrganiser || guides(role)) && organise(meeting, { slot: more, problem }, then),
      ),
    more,
  );
}

/** Read again, with the reader where they were. @param {string} id @param {() => Promise<void>} again */
async function backTo(id, again) {
  await again();
  announce(t("meeting.saved"));
  document.getElementById(`s-${id}`)?.focus();
}

/** @param {Meeting} meeting */
function when({ starts_at: starts, ends_at: ends }) {
  return `${dayAndTime(starts)}–${clockTime(ends)}`;
}

/** How one stands to it; free seats only where one can still be had. @param {Meeting} meeting */
function standing({ mine, free_seats: free, capacity, waiting, is_open: isOpen }) {
  if (mine?.state === "waiting") return t("meeting.you_wait", { place: mine.place ?? 1 });
  if (mine?.state === "registered") return t(mine.listens ? "meeting.you_listen" : "meeting.you_share");
  if (mine?.state === "attended" || mine?.state === "missed") return t(`meeting.${mine.state}`);
  if (!isOpen) return null;
  return free > 0 ? t("door.free_of", { count: free, capacity }) : t("meeting.full", { count: waiting });
}

/** @param {Meeting} meeting @param {string|undefined} role @param {{problem: HTMLElement, again: () => Promise<void>}} how */
function choices(meeting, role, { problem, again }) {
  const { id, mine, title, series } = meeting;
  const path = `/api/meetings/${id}/registration`;
  const ask =
    (/** @type {string} */ method, /** @type {any} */ body = undefined) =>
    async () => {
      await send(method, path, body);
      await again();
    };
  const press = (/** @type {string} */ key, /** @type {any} */ body, look = "second") =>
    h(
      "button",
      {
        type: "button",
        class: look,
        "aria-label": t(`${key}_of`, { name: title }),
        onclick: () => attempt(problem, ask("POST", body)),
      },
      t(key),
    );
  const file = h(
    "a",
    { class: "button plain", href: `/api/meetings/${id}/calendar.ics`, download: "sohva.ics" },
    t("meeting.file"),
  );
  if (mine?.state === "registered" || mine?.state === "waiting")
    return [
      file,
      askingButton({
        label: t("meeting.withdraw"),
        question: t("meeting.withdraw_question"),
        yes: t("meeting.withdraw_yes"),
        act: ask("DELETE"),
      }),
    ];
  if (!meeting.is_open || role !== "participant" || mine?.state === "attended") return [];
  return [
    press("meeting.share", { listens: false }),
    press("meeting.listen", { listens: true }, "plain"),
    series && press("meeting.whole_series", { listens: false, whole_series: true }, "plain"),
  ];
}

/** What only those who look after a group need comes when they ask for it. @param {Meeting} meeting @param {{slot: HTMLElement, problem: HTMLElement}} where @param {Then} then */
function organise(meeting, { slot, problem }, then) {
  const key = session.isOrganiser ? "meeting.organise" : "meeting.who";
  const button = h(
    "button",
    {
      type: "button",
      class: "plain",
      "aria-expanded": "false",
      "aria-label": t(`${key}_of`, { name: meeting.title }),
      onclick: () => attempt(problem, slot.childElementCount > 0 ? close : open),
    },
    t(key),
  );
  const close = () => {
    button.setAttribute("aria-expanded", "false");
    fill(slot);
  };
  const open = async () => {
    const { organiserOf } = await brought(() => import("./organiser.js"));
    fill(slot, await organiserOf(meeting, then));
    button.setAttribute("aria-expanded", "true");
    slot.querySelector("h3")?.focus();
  };
  return button;
}
