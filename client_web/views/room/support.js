// @ts-check
/** Offered to whoever writes that life is too heavy: they alone see it. */
import { h } from "../../app/element.js";
import { toggleHelp } from "../../app/help.js";
import { t } from "../../app/i18n.js";

/** @param {HTMLElement} element @param {import("../../app/conversation.js").Conversation} conversation */
export function drawSupport(element, conversation) {
  if (!conversation.needsSupport || element.childElementCount > 0) return;
  const close = () => {
    conversation.needsSupport = false;
    element.replaceChildren();
  };
  element.append(
    h("p", {}, t("support.words")),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "help-button", onclick: openHelp }, t("help.now")),
      h("button", { type: "button", class: "plain", onclick: close }, t("support.close")),
    ),
  );
}

/** Kept from the page, which closes what is open when somebody presses elsewhere. @param {Event} event */
function openHelp(event) {
  event.stopPropagation();
  toggleHelp();
}
