// @ts-check
/** Requests to our own server. A refusal is thrown with its code; no answer at all is the code `offline`. */
import { Refused } from "./answers.js";
import { understood } from "./i18n.js";

const OFFLINE = { code: "offline", retry_after: null, details: {} };

/**
 * @param {string} method
 * @param {string} path
 * @param {Record<string, unknown>} [body]
 * @returns {Promise<any>} the answer, or null where there is none
 */
export async function send(method, path, body) {
  const response = await reach(method, path, body);
  if (response.status === 204) return null;
  const answer = await read(response);
  if (response.ok) return answer;
  const code = response.status === 401 ? "not_signed_in" : "internal";
  const error = answer?.error ?? { code, retry_after: null, details: {} };
  if (!path.startsWith("/api/texts/")) await understood(error.code);
  throw new Refused(error);
}

/** @param {string} method @param {string} path @param {Record<string, unknown>} [body] */
async function reach(method, path, body) {
  const headers = { "Content-Type": "application/json" };
  try {
    return await fetch(path, { method, headers: method === "GET" ? {} : headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Refused(OFFLINE);
  }
}

/** @param {Response} response */
async function read(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
