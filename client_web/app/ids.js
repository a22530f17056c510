// @ts-check
/** Ids made here. Without `crypto.randomUUID` and `crypto.subtle`, which browsers withhold on plain http. */

/** @returns {string} a random UUID (version 4) */
export function newClientId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = hexOf(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/**
 * What the server shows of a client id, so that an author's own message is known again when it comes round.
 * @param {string} clientId
 * @returns {Promise<string|null>} null where the browser has no digest to offer
 */
export async function clientTag(clientId) {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(clientId));
  return hexOf(new Uint8Array(digest)).slice(0, 16);
}

/** @param {Uint8Array} bytes */
function hexOf(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
