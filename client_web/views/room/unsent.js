// @ts-check
/**
 * What the room does not have yet: each message in soft ink, with what is happening to it and what can be done.
 *
 * @import { Conversation } from "../../app/conversation.js"
 * @import { Unsent } from "../../app/outbox.js"
 */
import { fill, h } from "../../app/element.js";
import { t } from "../../app/i18n.js";
import { findingsOf, sentenceFor } from "../../app/refusal.js";

/** @param {Conversation} conversation @param {(one: Unsent) => void} edit */
export function unsentPanel(conversation, edit) {
  const list = h("ul", {});
  const element = h("section", { class: "unsent", "aria-label": t("unsent.title"), hidden: true }, list);
  let drawn = "";

  function draw() {
    const { unsent } = conversation;
    const now = JSON.stringify(unsent);
    if (now === drawn) return;
    drawn = now;
    element.hidden = unsent.length === 0;
    fill(list, ...unsent.map((one) => item(one)));
  }

  /** @param {Unsent} one */
  function item(one) {
    return h(
      "li",
      { class: one.stage },
      h("p", { class: "words soft", dir: "auto" }, one.text),
      one.stage === "returned"
        ? returned(one)
        : h(
            "div",
            { class: "row soft" },
            h("p", { role: one.stage === "waiting" && "status" }, progress(one)),
            one.stage === "waiting" && takeBack(one),
          ),
    );
  }

  /** @param {Unsent} one */
  function takeBack(one) {
    return button("unsent.take_back", () => edit(one));
  }

  /** @param {Unsent} one */
  function returned(one) {
    const refusal = one.refusal ?? { code: "internal", retry_after: null, details: {} };
    const { code, details } = refusal;
    const insist = details?.hides ? hiding(conversation) : "unsent.send_anyway";
    return h(
      "div",
      { class: "caution", role: "alert" },
      h("p", {}, sentenceFor(refusal)),
      ...findingsOf(refusal).map((sentence) => h("p", {}, sentence)),
      h(
        "div",
        { class: "row" },
        button("unsent.edit", () => edit(one)),
        code === "look_again" && button(insist, () => conversation.insist(one.clientId)),
        (code === "room_closed" || code === "agreement_required") &&
          button("unsent.try_again", () => conversation.tryAgain(one.clientId)),
        button("unsent.do_not_send", () => conversation.takeBack(one.clientId)),
      ),
    );
  }

  return { element, draw };
}

/** @param {Unsent} one */
function progress({ stage, refusal }) {
  if (stage === "sending") return t("unsent.sending");
  return refusal ? sentenceFor(refusal) : t("unsent.waiting");
}

/** @param {string} key @param {() => unknown} onclick */
function button(key, onclick) {
  return h("button", { type: "button", class: "second", onclick }, t(key));
}

/** Where somebody is on duty, they look first; where nobody is, the part goes out hidden. @param {Conversation} conversation */
function hiding({ state }) {
  return state.life?.on_duty.length ? "unsent.send_to_team" : "unsent.send_hidden";
}
