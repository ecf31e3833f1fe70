/**
 * The colors and dashes of colors.css as plain values, for the canvas and Plotly.
 *
 * @typedef {import("../base/types.js").Palette} Palette
 */

import { SHADES, SLOTS } from "./series.js";

/** @returns {Palette} for the current theme */
export function readPalette() {
  const probe = document.createElement("span");
  document.body.append(probe);
  const style = getComputedStyle(probe);
  /** @param {string} name */
  const color = (name) => {
    probe.style.color = `var(--${name})`; // light-dark() is resolved only in a real property
    return style.color;
  };
  const slots = Array.from({ length: SLOTS }, (_, i) => i);
  const palette = {
    series: slots.map((i) => color(`series-${i}`)),
    dashes: slots.map((i) => {
      const dash = style.getPropertyValue(`--dash-${i}`).trim();
      return dash === "none" ? [] : dash.split(" ").map(Number);
    }),
    page: color("page"),
    text: color("text"),
    muted: color("muted"),
    border: color("border"),
    casing: color("casing"),
    shades: Array.from({ length: SHADES }, (_, k) => color(`shade-${k}`)),
  };
  probe.remove();
  return { ...palette, key: JSON.stringify(palette) };
}

/** @param {() => void} changed called when the system's theme changes */
export function watchTheme(changed) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}
