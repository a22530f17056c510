// @ts-check
/**
 * How people sit, chosen from three small pictures, with a reason that everybody reads.
 *
 * @import { Floor, Person } from "../../app/wire.js"
 * @import { Guiding, Part } from "./guide.js"
 */
import { fill, h, svg } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { t } from "../../app/i18n.js";
import { fold } from "./fold.js";

/** @type {["sofa"|"round_table"|"classroom", [number, number][]][]} */
const PICTURES = [
  [
    "sofa",
    [
      [6, 5],
      [14, 5],
      [22, 5],
      [4, 14],
      [4, 22],
      [26, 14],
      [26, 22],
    ],
  ],
  [
    "round_table",
    [
      [15, 3],
      [25, 9],
      [25, 20],
      [15, 26],
      [5, 20],
      [5, 9],
    ],
  ],
  [
    "classroom",
    [
      [15, 4],
      [5, 15],
      [15, 15],
      [25, 15],
      [5, 24],
      [15, 24],
      [25, 24],
    ],
  ],
];

/** @param {Guiding} guiding @returns {Part} */
export function seatingPart({ act }) {
  const choices = h(
    "div",
    { class: "pictures", role: "radiogroup", "aria-label": t("guide.seating") },
    ...PICTURES.map(choice),
  );
  const slow = field({
    name: "slow",
    label: t("guide.slow"),
    hint: t("guide.slow_hint"),
    type: "number",
    value: 0,
    min: 0,
    max: 300,
    inputmode: "numeric",
  });
  const speakers = h("fieldset", { class: "speakers", hidden: true });
  const element = fold(
    "guide.seating",
    form({
      fields: [
        choices,
        field({
          name: "reason",
          label: t("guide.reason"),
          hint: t("guide.reason_hint"),
          maxlength: 200,
          required: false,
        }),
        slow,
        speakers,
      ],
      button: t("guide.change_seating"),
      isMain: false,
      act: async ({ mode, reason, slow: seconds }, element) => {
        const chosen = new FormData(element).getAll("speaker");
        const speaking = mode === "classroom" && chosen.length > 0 ? { speakers: chosen } : {};
        const fields = { mode, reason, slow_seconds: mode === "sofa" ? Number(seconds) : 0, ...speaking };
        if (await act("seating.change", fields)) element.reset();
        choose(mode);
      },
    }),
  );
  let mode = "";
  /** @type {string[]} */
  let speaking = [];
  const choose = (/** @type {string} */ one) => {
    const box = /** @type {HTMLInputElement|null} */ (choices.querySelector(`[value="${one}"]`));
    if (box) box.checked = true;
    slow.hidden = one !== "sofa";
    speakers.hidden = one !== "classroom";
  };
  choices.addEventListener("change", (/** @type {Event} */ event) => {
    choose(/** @type {HTMLInputElement} */ (event.target).value);
  });

  /** A classroom that begins shows who speaks in it; while it goes on, only what is decided anew. @param {Floor} floor @param {Person[]} others */
  function follow({ speakers: now }, others) {
    const changed = mode === "classroom" ? changedBetween(speaking, now) : others.map((one) => one.participation);
    for (const one of changed) tick(speakers, one, now.includes(one));
    speaking = now;
  }

  return {
    element,
    draw({ floor, people, life }) {
      element.hidden = false;
      const others = people.filter((one) => !life?.on_duty.includes(one.participation));
      offer(speakers, others, floor?.speakers ?? []);
      if (floor?.mode === "classroom") follow(floor, others);
      if (floor && floor.mode !== mode) choose((mode = floor.mode));
    },
  };
}

/** @param {(typeof PICTURES)[number]} about */
function choice([mode, dots]) {
  const picture = svg(
    "svg",
    { viewBox: "0 0 36 36", width: 36, height: 36, "aria-hidden": "true" },
    ...dots.map(([x, y]) => svg("rect", { x, y, width: 7, height: 7, rx: 2.5 })),
  );
  const box = h("input", { type: "radio", name: "mode", value: mode });
  return h("label", { class: "picture" }, box, picture, h("span", {}, t(`guide.sit.${mode}`)));
}

/** Who may write now and could not before, and the other way round. @param {string[]} before @param {string[]} now */
export function changedBetween(before, now) {
  return [...before.filter((one) => !now.includes(one)), ...now.filter((one) => !before.includes(one))];
}

/** As somebody has just decided, here or elsewhere; also what the form goes back to. @param {HTMLElement} speakers @param {string} one @param {boolean} isSpeaking */
function tick(speakers, one, isSpeaking) {
  for (const box of speakers.querySelectorAll("input"))
    if (box.value === one) box.checked = box.defaultChecked = isSpeaking;
}

/** Who may speak besides those on duty; drawn anew only when other people are there, with what was chosen before. @param {HTMLElement} speakers @param {Person[]} people @param {string[]} chosen */
function offer(speakers, people, chosen) {
  const now = people.map((one) => one.participation).join();
  if (speakers.dataset.people === now) return;
  speakers.dataset.people = now;
  const before = new Map([...speakers.querySelectorAll("input")].map((box) => [box.value, box.checked]));
  const boxes = people.map(({ participation, display_name: name, role }) => {
    const isMeant = chosen.includes(participation) || role === "professional";
    const isChecked = before.get(participation) ?? isMeant;
    const box = h("input", {
      type: "checkbox",
      name: "speaker",
      value: participation,
      id: `speaks-${participation}`,
      checked: isChecked,
    });
    return h("div", { class: "check" }, box, h("label", { for: box.id }, h("bdi", {}, name)));
  });
  fill(speakers, h("legend", {}, t("guide.speakers")), ...boxes);
}
