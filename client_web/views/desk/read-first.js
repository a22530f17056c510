// @ts-check
/**
 * Whose messages a room's moderators read before the others do: those of newcomers, those of a named person. Both see
 * their messages as waiting.
 *
 * @import { Caution } from "./caution.js"
 * @typedef {{participation: string, display_name: string}} CarefulWith
 */
import { announce } from "../../app/announce.js";
import { fill, h } from "../../app/element.js";
import { attempt, field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { peopleIn } from "./people-in.js";

/** @param {string} room @param {(caution: Caution) => void} draw */
export function newcomersFirst(room, draw) {
  const problem = h("div", { class: "problem", role: "alert" });
  const id = `newcomers-${room}`;
  const box = h("input", { type: "checkbox", id, "aria-describedby": `${id}-hint` });
  box.addEventListener("change", async () => {
    const method = box.checked ? "PUT" : "DELETE";
    const isDone = await attempt(problem, async () => draw(await send(method, `/api/rooms/${room}/premoderation`, {})));
    if (!isDone) box.checked = !box.checked; // it shows what is so, not what was wished
  });
  return {
    element: h(
      "div",
      { class: "check" },
      box,
      h("label", { for: id }, t("desk.newcomers")),
      h("p", { id: `${id}-hint`, class: "hint" }, t("desk.newcomers_hint")),
      problem,
    ),
    draw: (/** @type {boolean} */ isOn) => {
      box.checked = isOn;
    },
  };
}

/** @param {string} room @param {(caution: Caution) => void} draw */
export function peopleFirst(room, draw) {
  const list = h("ul", { class: "list" });
  const adding = h("div", {});
  const problem = h("div", { class: "problem", role: "alert" });
  const heading = h("h3", { tabindex: -1 }, t("desk.people_first"));
  /** @type {CarefulWith[]|null} */
  let everybody = null;
  /** @type {CarefulWith[]} */
  let careful = [];
  let drawn = "";

  /** Who could be chosen is asked for once somebody looks. */
  async function begin() {
    if (everybody) return;
    await attempt(problem, async () => {
      const people = await peopleIn(room);
      everybody = people.filter(({ role }) => role === "participant");
      drawAdding();
    });
  }

  function drawAdding() {
    const free = everybody?.filter(({ participation: id }) => !careful.some((one) => one.participation === id)) ?? [];
    fill(adding, free.length > 0 && choosing(free));
  }

  /** @param {CarefulWith[]} people */
  function choosing(people) {
    const whom = field({
      name: "whom",
      label: t("desk.person_whom"),
      choices: people.map(({ participation, display_name: name }) => [participation, name]),
    });
    const act = (/** @type {Record<string, string>} */ { whom: chosen }) => change("PUT", chosen, "desk.person_added");
    return form({ fields: [whom], button: t("desk.person_add"), isMain: false, act });
  }

  /** @param {"PUT"|"DELETE"} method @param {string} person @param {string} said */
  async function change(method, person, said) {
    const name = [...careful, ...(everybody ?? [])].find((one) => one.participation === person)?.display_name ?? "";
    draw(await send(method, `/api/participations/${person}/premoderation`, {}));
    announce(t(said, { name }));
    heading.focus();
  }

  /** @param {CarefulWith} one */
  function line({ participation: person, display_name: name }) {
    const trust = () => attempt(problem, () => change("DELETE", person, "desk.person_trusted"));
    const label = t("desk.person_trust_one", { name });
    return h(
      "li",
      {},
      h("bdi", {}, name),
      h("button", { type: "button", class: "second", "aria-label": label, onclick: trust }, t("desk.person_trust")),
    );
  }

  const words = h("p", { class: "hint" }, t("desk.newcomers_hint"));
  return {
    element: h("div", { class: "stack close" }, heading, words, list, problem, adding),
    begin,
    draw: (/** @type {CarefulWith[]} */ people) => {
      if (drawn === JSON.stringify(people)) return;
      drawn = JSON.stringify(people);
      careful = people;
      fill(list, ...people.map(line));
      drawAdding();
    },
  };
}
