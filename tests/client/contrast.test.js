// @ts-check
/** The tokens measured: OKLCH to linear sRGB (CSS Color 4), then the contrast ratio of WCAG 2. */
import assert from "node:assert/strict";

/** @typedef {Record<string, [number, number, number]>} Palette */

const css = Deno.readTextFileSync(new URL("../../client_web/styles/tokens.css", import.meta.url));
const [before, after] = css.split("prefers-color-scheme: dark");
const light = palette(before);
const palettes = { light, dark: { ...light, ...palette(after) } };

/** @param {string} block @returns {Palette} */
function palette(block) {
  const found = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g);
  return Object.fromEntries([...found].map(([, name, l, c, h]) => [name, [Number(l), Number(c), Number(h)]]));
}

/** @param {[number, number, number]} colour */
function linear([lightness, chroma, hue]) {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** @param {[number, number, number]} one @param {[number, number, number]} other */
function contrast(one, other) {
  const [low, high] = [one, other]
    .map(linear)
    .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
    .sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = [
  ["ink", "ground"],
  ["ink", "raised"],
  ["ink", "sunk"],
  ["ink-soft", "ground"],
  ["ink-soft", "raised"],
  ["ink-soft", "sunk"],
  ["accent-ink", "accent"],
  ["accent", "ground"],
  ["accent", "raised"],
  ["help-ink", "help"],
  ["help", "ground"],
  ["caution", "caution-ground"],
  ["ink", "caution-ground"],
  ["ink", "seat"],
];
const SHAPES = [
  ["focus", "ground"],
  ["focus", "raised"],
  ["line-strong", "ground"],
  ["line-strong", "raised"],
];

for (const [name, tokens] of Object.entries(palettes)) {
  for (const [front, back] of TEXT) {
    Deno.test(`${front} on ${back} in ${name} is at least 7:1`, () => {
      const ratio = contrast(tokens[front], tokens[back]);
      assert.ok(ratio >= 7, ratio.toFixed(2));
    });
  }
  for (const [front, back] of SHAPES) {
    Deno.test(`${front} on ${back} in ${name} is at least 4.5:1`, () => {
      const ratio = contrast(tokens[front], tokens[back]);
      assert.ok(ratio >= 4.5, ratio.toFixed(2));
    });
  }
  Deno.test(`every colour in ${name} can be shown on any screen`, () => {
    for (const [token, colour] of Object.entries(tokens)) {
      assert.ok(
        linear(colour).every((part) => part >= -0.002 && part <= 1.002),
        token,
      );
    }
  });
}
