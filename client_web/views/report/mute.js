// @ts-check
/**
 * Not seeing what one person writes. Only for oneself; nobody is told.
 *
 * @import { About } from "../room/care.js"
 */
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { sheet } from "./sheet.js";

/** @param {About} about */
export function panel(about) {
  const { room, conversation, person } = about;
  const name = person.display_name;
  const isMuted = conversation.state.muted.has(person.participation);
  const which = isMuted ? "unmute" : "mute";
  return sheet(about, {
    title: t(`care.${which}.title`, { name }),
    words: [t(`care.${which}.words`, { name })],
    fields: [],
    button: t(`care.${which}.send`),
    act: async () => {
      await send(isMuted ? "DELETE" : "PUT", `/api/rooms/${room}/mutes/${person.participation}`, {});
      conversation.mute(person.participation, !isMuted);
      return { title: t(`care.${which}.done`, { name }), words: [t(`care.${which}.then`)] };
    },
  });
}
