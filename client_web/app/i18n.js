// @ts-check
/** The texts of one language, and dates in its manner. A missing text shows its key, so that it is seen. */
import { Refused } from "./answers.js";
import { send } from "./http.js";

/** @type {Record<string, string>} */
let texts = {};
/** @type {Promise<void>|null} the rest of them, once a screen has needed it */
let later = null;
let current = "en";
/** @type {Promise<void>} the texts that a page begins with are there, or did not come */
let begun = Promise.resolve();

/** English as it is written where the clock has 24 hours. */
const locale = () => (current === "en" ? "en-GB" : current);

/** @type {Record<string, string>} */
export const LANGUAGE_NAMES = { en: "English", fi: "Suomi", ro: "Română" };

/** @param {string} language */
export function speak(language) {
  const spoken = learn(language);
  begun = spoken.catch(() => undefined);
  return spoken;
}

/** @param {string} language */
async function learn(language) {
  const [first, rest] = await Promise.all([fetched(language), later && fetched(`${language}/later`)]);
  texts = { ...first, ...rest };
  current = language;
  document.documentElement.lang = language;
}

/** The texts that neither a door nor a room needs at first; fetched once, for screens and panels that come later. */
export function laterTexts() {
  const asked = current;
  later ??= fetched(`${asked}/later`).then(
    (rest) => void (asked === current && Object.assign(texts, rest)), // another language came with its own
    (reason) => {
      later = null;
      throw reason;
    },
  );
  return later;
}

/**
 * A module that comes when somebody asks for it, and the words it needs.
 * @template T
 * @param {Promise<T>} module
 * @returns {Promise<T>}
 */
export async function withTexts(module) {
  const [found] = await Promise.all([module, laterTexts()]);
  return found;
}

/**
 * Has the words for a refusal, most of which come later. Without them a more general sentence does.
 * @param {string} code
 */
export async function understood(code) {
  await begun; // an answer may be there before the words that a page begins with
  if (knows(`error.${code}`)) return;
  try {
    await laterTexts();
  } catch (reason) {
    if (!(reason instanceof Refused)) throw reason;
  }
}

/** @param {string} name */
function fetched(name) {
  return send("GET", `/api/texts/${name}.json`);
}

export function language() {
  return current;
}

/**
 * @param {string} key
 * @param {Record<string, string|number>} [words] put where the text says `{name}`; `count` also chooses the plural form
 */
export function t(key, words = {}) {
  const text = texts[plural(key, words.count)] ?? texts[key] ?? `⟦${key}⟧`;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in words ? isolated(String(words[name])) : whole));
}

/** Names written from right to left must not turn the words around them: they come between marks that nobody sees. @param {string} name */
export function isolated(name) {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name;
}

/** @param {string} key */
export function knows(key) {
  return key in texts;
}

/** @param {string} key @param {string|number|undefined} count */
function plural(key, count) {
  if (typeof count !== "number") return key;
  return `${key}.${new Intl.PluralRules(current).select(count)}`;
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} name @param {Intl.DateTimeFormatOptions} options */
function format(name, options) {
  const key = `${name} ${current}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, known);
  return known;
}

/** @param {string} iso hours and minutes, as the reader's clock has them */
export function clockTime(iso) {
  return format("time", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}

/** @param {string} iso a day people can say aloud */
export function day(iso) {
  return format("day", { weekday: "long", day: "numeric", month: "long" }).format(new Date(iso));
}

/** @param {string} iso */
export function dayAndTime(iso) {
  return `${day(iso)}, ${clockTime(iso)}`;
}

/** @param {string[]} names "Meri, Lumi and Kuusi", as the language joins them */
export function listed(names) {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(names.map(isolated));
}
