// @ts-check
/**
 * Where one writes to the other.
 *
 * @import { SideRoom } from "./side-room.js"
 */
import { fill, h } from "../../app/element.js";
import { form } from "../../app/form.js";
import { toggleHelp } from "../../app/help.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { newClientId } from "../../app/ids.js";
import { talking } from "../../app/talking.js";

const LONGEST = 4000;

/** Kept until it is there; the same words sent twice are one message. @param {SideRoom} one @param {() => Promise<void>} again */
export function writing(one, again) {
  let clientId = newClientId();
  const support = h("div", { class: "support", role: "status" });
  const area = h("textarea", { id: "writing", name: "text", rows: 2, required: true, maxlength: LONGEST });
  area.value = talking.asides.get(one.side_room) ?? "";
  area.addEventListener("input", () => talking.asides.set(one.side_room, area.value));
  const name = one.with_name ?? t("care.side.team");
  const label = h("label", { for: "writing" }, t("care.side.write", { name }));
  area.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    area.form?.requestSubmit();
  });
  return form({
    fields: [support, h("div", { class: "field" }, label, area)],
    button: t("care.side.send"),
    act: async ({ text }) => {
      const body = { client_id: clientId, text: text.trim() };
      const said = await send("POST", `/api/side-rooms/${one.side_room}/messages`, body);
      if (said.support) fill(support, ...words());
      clientId = newClientId();
      area.value = "";
      talking.asides.delete(one.side_room);
      area.focus();
      await again();
    },
  });
}

function words() {
  const open = (/** @type {Event} */ event) => {
    event.stopPropagation();
    toggleHelp();
  };
  return [
    h("p", {}, t("support.words")),
    h("p", {}, h("button", { type: "button", class: "second", onclick: open }, t("help.now"))),
  ];
}
