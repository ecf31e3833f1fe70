/**
 * The figure that Plotly draws over the contours: axes, finished paths, and where the surface is stationary. Pure.
 *
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 * @typedef {import("../base/types.js").Landmark} Landmark
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 */

import { DIRECTIONS, FAINT_LINE, GLYPHS, MINIMUM_LINE, arms, isFaint, ringLines } from "./geometry.js";
import { shortNumber } from "../base/numbers.js";

export const CONFIG = { displayModeBar: false, displaylogo: false, showSendToCloud: false, doubleClick: false };

const CORNERS = 72; // of the polygon that draws a ring
const HUGE = 2000; // px: of a greater ring the corners would be seen; the canvas draws it as a circle

/**
 * Draws every minimum as a cross with the ring around it, saddle points and maxima by their glyphs, on top of the paths.
 * landmarks.js draws the same on the canvas.
 * @param {SurfaceGrid} grid
 * @param {PlotArea} area
 * @param {number} radius of the ring, in units of the surface; 0 for none
 * @param {Palette} palette
 * @returns {object[]} the casing of all lines, crosses and glyphs, the rings if there are any, and the points with hover
 *   texts, minima apart from the others
 */
export function landmarks(grid, { scale }, radius, palette) {
  const [begin, end] = arms(radius * scale).map((px) => px / scale);
  const isMinimum = (/** @type {Landmark} */ { kind }) => kind === "minimum";
  const marked = grid.landmarks.filter((one) => !isFaint(one));
  const marks = marked.flatMap(({ kind, x, y }) => (kind === "minimum"
    ? DIRECTIONS.map(([dx, dy]) => [begin, end].map((at) => [x + at * dx, y + at * dy]))
    : GLYPHS[kind].map((line) => line.map(([dx, dy]) => [x + dx / scale, y - dy / scale]))));
  const drawn = polyline(marks);
  const angles = Array.from({ length: CORNERS + 1 }, (_, k) => (2 * Math.PI * k) / CORNERS);
  const circle = (/** @type {Landmark} */ { x, y }, /** @type {number} */ line) => angles.map((angle) => [x + line * Math.cos(angle), y + line * Math.sin(angle)]);
  const minima = grid.landmarks.filter(isMinimum).filter(({ radius: own }) => (own + radius) * scale < HUGE);
  const [rings, faintRings] = [false, true].map((faint) =>
    polyline(minima.filter((one) => isFaint(one) === faint).flatMap((one) => ringLines(one.radius, radius).map((line) => circle(one, line)))));
  const maxima = grid.landmarks.filter((one) => one.radius > 0 && !isMinimum(one)).map((one) => circle(one, one.radius));
  const line = { type: "scatter", mode: "lines" };
  const stroke = { width: MINIMUM_LINE, color: palette.text };
  const casing = { width: MINIMUM_LINE + 2, color: palette.casing };
  const thin = { width: FAINT_LINE, color: palette.muted };
  const all = { x: [...drawn.x, ...rings.x], y: [...drawn.y, ...rings.y] };
  const ringText = `the ring: a run within ${shortNumber(radius, 3)} of the minimum has reached it<extra></extra>`;
  const others = marked.filter((one) => !isMinimum(one));
  return [
    ...(faintRings.x.length ? [{ ...line, ...faintRings, line: thin, hovertemplate: radius > 0 ? ringText : "a circle of minima<extra></extra>" }] : []),
    ...(maxima.length ? [{ ...line, ...polyline(maxima), line: { ...thin, dash: "2px,4px" }, hovertemplate: "a circle of maxima<extra></extra>" }] : []),
    { ...line, ...all, line: casing, hoverinfo: "skip" },
    { ...line, ...drawn, line: stroke, hoverinfo: "skip" },
    ...(rings.x.length ? [{ ...line, ...rings, line: stroke, hovertemplate: ringText }] : []),
    hoverable(marked.filter(isMinimum), radius > 0 ? `<br>${ringText}` : "<extra></extra>"),
    ...(others.length ? [hoverable(others, "<extra></extra>")] : []),
  ];
}

/**
 * @param {Landmark[]} points
 * @param {string} more text after kind and coordinates
 * @returns {object} a trace that shows nothing but a hover text at each of the points
 */
const hoverable = (points, more) => ({
  type: "scatter",
  mode: "markers",
  x: points.map(({ x }) => x),
  y: points.map(({ y }) => y),
  text: points.map(({ kind, lowest }) => (kind === "saddle" ? "saddle point" : kind === "minimum" && !lowest ? "local minimum" : kind)),
  marker: { size: 12, opacity: 0 },
  hovertemplate: `%{text} (%{x:.6g}, %{y:.6g})${more}`,
});

/**
 * @param {number[][][]} lines
 * @returns {{x: (number|null)[], y: (number|null)[]}} one trace's points, with a gap after each line
 */
function polyline(lines) {
  const points = lines.flatMap((line) => [...line, [null, null]]);
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}

/**
 * The layout of what Plotly draws, which is exactly the plot area; ground.js draws frame and ticks.
 * @param {PlotArea} area
 */
export function layout({ domain, width, height }) {
  const axis = { fixedrange: true, visible: false, constrain: "domain" };
  return {
    width,
    height,
    margin: { l: 0, r: 0, t: 0, b: 0, pad: 0 },
    autosize: false,
    dragmode: false,
    hovermode: "closest",
    showlegend: false,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    xaxis: { ...axis, range: domain[0] },
    yaxis: { ...axis, range: domain[1], scaleanchor: "x" },
  };
}

/**
 * @param {Run[]} runs
 * @param {number} step
 * @param {{slots: number[], titles: string[], labels: string[]}} names
 * @param {Palette} palette
 * @returns {object[]} two traces for each run: the casing, and the path with its hover text
 */
export function paths(runs, step, { slots, titles, labels }, palette) {
  const overlaid = new Set(runs.map(({ optimizer }) => optimizer)).size > 1;
  return runs.flatMap((run) => {
    const count = Math.min(step + 1, run.length);
    const slot = slots[run.optimizer];
    const points = { type: "scatter", x: run.x.subarray(0, count), y: run.y.subarray(0, count) };
    const casing = {
      ...points,
      mode: "lines",
      line: { color: palette.casing, width: 5, simplify: true },
      hoverinfo: "skip",
    };
    const dash = (overlaid && palette.dashes[slot].map((length) => `${length}px`).join(",")) || "solid";
    const path = {
      ...points,
      mode: "lines", // a marker for each step would be an element of the page for each step
      line: { color: palette.series[slot], width: 2, dash },
      meta: { optimizer: run.optimizer, start: run.start },
      customdata: run.loss.subarray(0, count),
      name: `${titles[run.optimizer]} from ${labels[run.start]}`,
      text: Array.from({ length: count }, (_, k) => `step ${k}`),
      hovertemplate: "%{fullData.name}, %{text}<br>x %{x:.6g}, y %{y:.6g}<br>f %{customdata:.4g}<extra></extra>",
    };
    return [casing, path];
  });
}
