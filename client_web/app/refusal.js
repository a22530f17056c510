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
 * Why a message came back before anybody saw it, each kind said once.
 * @param {WireError} error
 * @returns {string[]}
 */
export function findingsOf({ details }) {
  const sentences = details?.sentences ?? [];
  const kinds = [...(details?.findings ?? []), ...sentences].map(
    (/** @type {any} */ one) => one.category ?? one.params?.category ?? one.code,
  );
  const known = [...new Set(kinds)].filter((kind) => knows(`finding.${kind}`));
  if (known.length === 0 && (details?.findings || details?.sentences)) return [t("finding.other")];
  return known.map((kind) => t(`finding.${kind}`));
}
