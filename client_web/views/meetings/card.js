// @ts-check
/**
 * One session: when, what, who decides, and coming to it.
 *
 * @import { Meeting } from "./meetings.js"
 */
import { fill, h } from "../../app/element.js";
import { askingButton, attempt } from "../../app/form.js";
import { send } from "../../app/http.js";
import { clockTime, dayAndTime, t } from "../../app/i18n.js";
import { session } from "../../app/session.js";

/** @param {Meeting} meeting @param {() => Promise<void>} again */
export function meetingLine(meeting, again) {
  const problem = h("div", { class: "problem", role: "alert" });
  const more = h("div", { class: "stack close" });
  const { title, about, room, room_name: roomName, professionals } = meeting;
  return h(
    "li",
    { class: meeting.is_cancelled ? "cancelled" : null },
    h(
      "div",
      { class: "stack close" },
      h("h2", {}, h("bdi", {}, title)),
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
      h("p", {}, standing(meeting)),
      meeting.link && h("p", {}, h("a", { href: meeting.link, rel: "noreferrer noopener" }, t("meeting.link"))),
      problem,
      more,
    ),
    !meeting.is_cancelled &&
      h(
        "div",
        { class: "row" },
        ...choices(meeting, problem, again),
        session.isOrganiser && organise(meeting, more, again),
      ),
  );
}

/** @param {Meeting} meeting */
function when({ starts_at: starts, ends_at: ends }) {
  return `${dayAndTime(starts)}–${clockTime(ends)}`;
}

/** @param {Meeting} meeting */
function standing({ mine, free_seats: free, capacity, waiting }) {
  if (mine?.state === "waiting") return t("meeting.you_wait", { place: mine.place ?? 1 });
  if (mine?.state === "registered") return t(mine.listens ? "meeting.you_listen" : "meeting.you_share");
  if (mine?.state === "attended" || mine?.state === "missed") return t(`meeting.${mine.state}`);
  return free > 0 ? t("door.free_of", { count: free, capacity }) : t("meeting.full", { count: waiting });
}

/** @param {Meeting} meeting @param {HTMLElement} problem @param {() => Promise<void>} again */
function choices(meeting, problem, again) {
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
  if (!meeting.is_open) return [];
  return [
    press("meeting.share", { listens: false }),
    press("meeting.listen", { listens: true }, "plain"),
    series && press("meeting.whole_series", { listens: false, whole_series: true }, "plain"),
  ];
}

/** What only the organiser needs comes when they ask for it. @param {Meeting} meeting @param {HTMLElement} slot @param {() => Promise<void>} again */
function organise(meeting, slot, again) {
  const open = async () => {
    const { organiserOf } = await import("./organiser.js");
    fill(slot, await organiserOf(meeting, again));
    slot.querySelector("input")?.focus();
  };
  return h(
    "button",
    { type: "button", class: "plain", "aria-label": t("meeting.organise_of", { name: meeting.title }), onclick: open },
    t("meeting.organise"),
  );
}
