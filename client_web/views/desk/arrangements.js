// @ts-check
/**
 * What the organisation arranges for bad evenings: whom the clock calls, what is done with a person in distress, and
 * the sentences that people read when something was decided.
 *
 * @import { Place } from "../../app/router.js"
 * @import { Contact } from "./on-call.js"
 * @import { StepShown } from "./steps.js"
 * @import { Template } from "./templates.js"
 * @typedef {{onCall: {contacts: Contact[]}, protocol: {steps: StepShown[]}, templates: {templates: Template[]}}} Found
 */
import { h } from "../../app/element.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { screen, style } from "../../app/screen.js";
import { onCallSection } from "./on-call.js";
import { stepSection } from "./steps.js";
import { templateSection } from "./templates.js";

style("./desk.css", import.meta.url);

/** @param {Place} place */
export const show = (place) => screen(place, { load: found, draw });

/** @returns {Promise<Found>} */
async function found() {
  const [onCall, protocol, templates] = await Promise.all([
    send("GET", "/api/on-call"),
    send("GET", "/api/protocol-steps"),
    send("GET", "/api/reason-templates"),
  ]);
  return { onCall, protocol, templates };
}

/** @param {Found} all @param {() => Promise<void>} again */
function draw({ onCall, protocol, templates }, again) {
  return [
    h("h1", {}, t("desk.arrangements")),
    onCallSection(onCall.contacts, again),
    stepSection(protocol.steps, again),
    templateSection(templates.templates),
  ];
}
