// @ts-check
/** Why somebody asks for a look, in a closed list. */
import { t } from "../../app/i18n.js";

export const REASONS = ["unkind", "unsafe", "private_details", "spam", "off_topic", "other"];

/** @param {string} reason */
export function reasonWords(reason) {
  return t(`care.reason.${reason === "other" ? "else" : reason}`);
}
