// @ts-check
/**
 * What a person reads when the server said no.
 *
 * @import { WireError } from "./wire.js"
 */
import { knows, t } from "./i18n.js";

const MINUTE = 60;
const HOUR = 3600;

/** @param {WireError} error @returns {string} what happened, and when it may work again */
export function sentenceFor(error) {
  const key = knows(`error.${error.code}`) ? `error.${error.code}` : "error.internal";
  return error.retry_after ? `${t(key)} ${waitSentence(error.retry_after)}` : t(key);
}

/** @param {number} seconds */
export function waitSentence(seconds) {
  if (seconds < 2 * MINUTE) return t("error.again_in_seconds", { count: Math.ceil(seconds) });
  if (seconds < 2 * HOUR) return t("error.again_in_minutes", { count: Math.ceil(seconds / MINUTE) });
  return t("error.again_in_hours", { count: Math.ceil(seconds / HOUR) });
}

/**
 * The sentences that came with a message looked at before it was sent; plain ones of ours where a code is known.
 * @param {WireError} error
 * @returns {string[]}
 */
export function findingsOf(error) {
  const found = error.details?.findings ?? error.details?.sentences ?? [];
  const codes = found.map((/** @type {any} */ one) => (typeof one === "string" ? one : one.rule ?? one.code ?? one.kind ?? ""));
  return codes.map((/** @type {string} */ code) => (knows(`finding.${code}`) ? t(`finding.${code}`) : t("finding.other")));
}
