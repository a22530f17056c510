// @ts-check
/**
 * A soft sound and a sign in the title, for those who want them. Off at first; remembered in this tab alone.
 *
 * @import { Waiting } from "../../app/desk-state.js"
 */
import * as state from "../../app/desk-state.js";
import { h } from "../../app/element.js";
import { t } from "../../app/i18n.js";

const wanted = { sound: false, title: false };
const TONES = [523.25, 659.25];
const LOUDEST = 0.08;

export function alarm() {
  const title = document.title;
  /** @type {Map<string, boolean>|null} */
  let known = null;

  /** @param {Waiting[]} cases @param {number} now */
  function hear(cases, now) {
    if (known && wanted.sound && state.isLouder(known, cases, now)) ring();
    known = state.heardOf(cases, now);
    const waits = cases.some((one) => one.claimed_by === null);
    document.title = wanted.title && waits ? `• ${title}` : title;
  }

  return {
    hear,
    element: h("section", { class: "wanted" }, h("h2", {}, t("desk.tell_me")), box("sound"), box("title")),
    stop: () => {
      document.title = title;
    },
  };
}

/** @param {"sound"|"title"} what */
function box(what) {
  const input = h("input", { type: "checkbox", id: `desk-${what}`, checked: wanted[what] });
  input.addEventListener("change", () => {
    wanted[what] = input.checked;
    if (what === "sound" && input.checked) ring(); // heard once, so that one knows it
  });
  return h("div", { class: "check" }, input, h("label", { for: `desk-${what}` }, t(`desk.wants_${what}`)));
}

/** Two quiet tones, made here: nothing is fetched. */
function ring() {
  const context = new AudioContext();
  TONES.forEach((frequency, index) => {
    const at = context.currentTime + index * 0.22;
    const tone = new OscillatorNode(context, { type: "sine", frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDEST, at + 0.03);
    volume.gain.linearRampToValueAtTime(0, at + 0.4);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.45);
  });
  setTimeout(() => void context.close(), 1500);
}
