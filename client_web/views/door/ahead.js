// @ts-check
/**
 * The sessions ahead, and who is invited to them.
 *
 * @import { DoorCard } from "./letter.js"
 */
import { h } from "../../app/element.js";
import { dayAndTime, t } from "../../app/i18n.js";

const SHOWN = 4;

/** @param {DoorCard} door */
export function ahead({ meetings, professionals }) {
  const coming = meetings.filter((one) => !one.is_cancelled).slice(0, SHOWN);
  if (coming.length === 0) return null;
  return h(
    "section",
    {},
    h("h2", {}, t("door.ahead")),
    h(
      "ul",
      { class: "list" },
      ...coming.map((one) =>
        h(
          "li",
          {},
          h(
            "div",
            { class: "stack close" },
            h("h3", {}, h("bdi", {}, one.title)),
            h("p", { class: "soft" }, dayAndTime(one.starts_at)),
            ...professionals.filter((guest) => guest.starts_at === one.starts_at).map(guestLine),
          ),
        ),
      ),
    ),
  );
}

/** @param {DoorCard["professionals"][number]} guest */
function guestLine({ display_name: name, profession, organisation }) {
  return h("p", {}, t("door.guest", { name, profession, organisation }));
}
