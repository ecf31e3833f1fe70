/**
 * The figure of the 3-D view: the surface, and the paths lying on it. Pure.
 *
 * @typedef {import("../base/types.js").Domain} Domain
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").SurfaceGrid & import("../base/types.js").GridValues} ValuedGrid
 * @typedef {{x: number[], y: number[], z: number[], loss: number[], steps: number[]}} Line a path with points between its steps,
 *   NaN where it is outside; steps: how many of its points belong to each step and those before it
 * @typedef {import("./camera.js").Camera} Camera
 */

import { cameraOf } from "./camera.js";
import { holds, ticks } from "./geometry.js";
import { shortNumber } from "../base/numbers.js";

const STEEP = 10; // times as high as half of the surface: then its upper part would hide the form of the lower
const LOW = 0.02; // of the grid lies below what is added before the logarithm is taken
const TICKS = 5; // of each axis at most; the letters of each are made of triangles, which takes time
const DIAGONAL = 1.55; // of the plane, in units of the scene
const TALL = 0.55; // the height, in the same units
const PIECE = 0.015; // of the width of the plane: a longer step gets points between its ends, so that it lies on the surface
const ABOVE = 0.012; // of the height, by which paths lie above the surface, which would hide half of their width
const LINE = 5;
const DASHES = ["solid", "longdash", "dot", "dashdot"];

/**
 * @typedef {{log: boolean, of: (f: number) => number, f: (height: number) => number, range: [number, number], z: Float64Array}} Heights
 *   of: the height of a value of f; f: the value at a height; log: whether it is the logarithm of what f lies above its lowest
 *   value; z: the heights of the grid's points
 */

/** @param {ValuedGrid} grid @returns {Heights} */
export function heights(grid) {
  const scale = scaleOf(grid);
  return { ...scale, z: Float64Array.from(grid.z, (f) => (Number.isFinite(f) ? scale.of(f) : NaN)) };
}

/** @param {ValuedGrid} grid @returns {Omit<Heights, "z">} */
function scaleOf(grid) {
  const sorted = [...grid.z].filter(Number.isFinite).sort((a, b) => a - b);
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 1];
  const part = (/** @type {number} */ share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const log = high - low > STEEP * (part(0.5) - low) && high > low;
  if (!log) return { log, of: (f) => f, f: (height) => height, range: high > low ? [low, high] : [low - 1, low + 1] };
  const added = Math.max(part(LOW) - low, 1e-6 * (high - low));
  const of = (/** @type {number} */ f) => Math.log10(Math.max(f - low, 0) + added);
  return { log, of, f: (height) => 10 ** height - added + low, range: [of(low), of(high)] };
}

/**
 * @param {ValuedGrid} grid
 * @param {Float64Array} z a value for each of its points
 * @param {number} x
 * @param {number} y
 * @returns {number} between these values, NaN outside
 */
export function between(grid, z, x, y) {
  const { columns, rows } = grid;
  const at = [grid.x, grid.y].map((side, k) => (([x, y][k] - side[0]) / (side[side.length - 1] - side[0])) * (side.length - 1));
  const [i, j] = at.map((value, k) => Math.min(Math.max(Math.floor(value), 0), [columns, rows][k] - 2));
  const [a, b] = [at[0] - i, at[1] - j];
  if (!(a >= -1e-9 && a <= 1 + 1e-9 && b >= -1e-9 && b <= 1 + 1e-9)) return NaN;
  const row = (/** @type {number} */ k) => (1 - a) * z[k * columns + i] + a * z[k * columns + i + 1];
  return (1 - b) * row(j) + b * row(j + 1);
}

/**
 * @param {Run} run
 * @param {ValuedGrid} grid
 * @param {Heights} height
 * @returns {Line} its path, lying on the surface
 */
export function draped(run, grid, height) {
  /** @type {Line} */
  const line = { x: [], y: [], z: [], loss: [], steps: [] };
  const lift = ABOVE * (height.range[1] - height.range[0]);
  const region = grid.region;
  const piece = PIECE * (region[0][1] - region[0][0]);
  const add = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ f, /** @type {number} */ z) => {
    const seen = holds(region, x, y) && Number.isFinite(z);
    line.x.push(seen ? x : NaN);
    line.y.push(seen ? y : NaN);
    line.z.push(seen ? z + lift : NaN);
    line.loss.push(f);
  };
  for (let k = 0; k < run.length; k++) {
    if (k > 0) {
      const [fromX, fromY] = [run.x[k - 1], run.y[k - 1]];
      const [dx, dy] = [run.x[k] - fromX, run.y[k] - fromY];
      const seen = holds(region, fromX, fromY) || holds(region, run.x[k], run.y[k]);
      const count = seen ? Math.min(200, Math.floor(Math.hypot(dx, dy) / piece)) : 0;
      for (let n = 1; n < count; n++) {
        const [x, y] = [fromX + (n / count) * dx, fromY + (n / count) * dy];
        const z = between(grid, height.z, x, y);
        add(x, y, height.f(z), z);
      }
    }
    // The surface is drawn between the points of the grid, where it may be a little higher than f.
    add(run.x[k], run.y[k], run.loss[k], Math.max(height.of(run.loss[k]), between(grid, height.z, run.x[k], run.y[k])));
    line.steps.push(line.x.length);
  }
  return line;
}

/**
 * @param {Line} line
 * @param {number} step
 * @returns {{x: number[], y: number[], z: number[], customdata: number[]}} the path up to a step
 */
export function until(line, step) {
  const count = line.steps[Math.min(step, line.steps.length - 1)] ?? 0;
  return { x: line.x.slice(0, count), y: line.y.slice(0, count), z: line.z.slice(0, count), customdata: line.loss.slice(0, count) };
}

/**
 * @param {ValuedGrid} grid
 * @returns {import("../base/types.js").Numbers[]} the surface in units of its levels, 0 at the first and 1 at the second; one row for each y
 */
function inLevels({ levels, z, columns, rows }) {
  const last = levels.length - 1;
  const scaled = z.map((value) => {
    if (!Number.isFinite(value)) return NaN; // a gap
    let k = 0;
    while (k < last - 1 && value >= levels[k + 1]) k++;
    return k + (value - levels[k]) / (levels[k + 1] - levels[k]);
  });
  return Array.from({ length: rows }, (_, j) => scaled.subarray(j * columns, (j + 1) * columns));
}

/**
 * @param {ValuedGrid} grid
 * @param {Heights} height
 * @param {Palette} palette
 * @returns {object[]} the surface, in the colors of its contours
 */
export function surfaceTraces(grid, height, palette) {
  const rows = Array.from({ length: grid.rows }, (_, j) => height.z.subarray(j * grid.columns, (j + 1) * grid.columns));
  const last = grid.levels.length - 1;
  const [low, high] = height.range;
  return [{
    type: "surface",
    x: grid.x,
    y: grid.y,
    z: rows,
    surfacecolor: inLevels(grid),
    cmin: 0,
    cmax: last + 1,
    colorscale: palette.shades.map((color, k) => [k / (palette.shades.length - 1), color]),
    showscale: false,
    hoverinfo: "skip",
    contours: {
      x: { highlight: false },
      y: { highlight: false },
      z: { show: true, start: low, end: high, size: (high - low) / 14, color: palette.muted, width: 2, highlight: false },
    },
    lighting: { ambient: 0.85, diffuse: 0.35, specular: 0.03, roughness: 1, fresnel: 0 },
  }];
}

/**
 * @param {Run} run
 * @param {Line} line
 * @param {number} step
 * @param {number} slot
 * @param {string} name
 * @param {Palette} palette
 */
export const pathTrace = (run, line, step, slot, name, palette) => ({
  type: "scatter3d",
  mode: "lines",
  name,
  meta: { optimizer: run.optimizer, start: run.start },
  ...until(line, step),
  line: { color: palette.series[slot], width: LINE, dash: DASHES[slot % DASHES.length] },
  hovertemplate: "%{fullData.name}<br>x %{x:.6g}, y %{y:.6g}<br>f %{customdata:.4g}<extra></extra>",
  showlegend: false,
});

/**
 * @param {string[]} labels
 * @param {{x: number[], y: number[], z: number[]}} points where the starts lie
 * @param {Palette} palette
 * @returns {object[]} their badges, above them. As annotations they lie in front of the surface, into which a text of the scene
 *   would reach where the surface rises behind its start
 */
export const badgesOf = (labels, { x, y, z }, palette) => labels.map((text, i) => ({
  x: x[i],
  y: y[i],
  z: z[i],
  text,
  showarrow: false,
  yshift: 14,
  borderpad: 2,
  bgcolor: palette.text,
  font: { color: palette.page, size: 12 },
}));

/**
 * @param {{x: number, y: number}[]} points
 * @param {ValuedGrid} grid
 * @param {Heights} height
 * @returns {{x: number[], y: number[], z: number[]}} where they lie on the surface; those outside are left out
 */
export function lying(points, grid, height) {
  const seen = points.map(({ x, y }) => ({ x, y, z: above(grid, height, x, y) })).filter(({ x, y, z }) => holds(grid.region, x, y) && Number.isFinite(z));
  return { x: seen.map(({ x }) => x), y: seen.map(({ y }) => y), z: seen.map(({ z }) => z) };
}

/**
 * @param {ValuedGrid} grid
 * @param {Heights} height
 * @param {number} x
 * @param {number} y
 * @returns {number} the height of a mark, above the paths; NaN outside
 */
export function above(grid, height, x, y) {
  return between(grid, height.z, x, y) + 2 * ABOVE * (height.range[1] - height.range[0]);
}

/**
 * @param {ValuedGrid} grid
 * @param {Heights} height
 * @param {Camera} camera
 * @param {{width: number, height: number}} size px
 * @param {Palette} palette
 * @param {object[]} badges of the starts
 */
export function surfaceLayout(grid, height, camera, size, palette, badges) {
  const [[left, right], [bottom, top]] = grid.region;
  const unit = DIAGONAL / Math.hypot(right - left, top - bottom);
  const [low, high] = height.range;
  const all = height.log ? Array.from({ length: TICKS }, (_, k) => low + (k / (TICKS - 1)) * (high - low)) : ticks([low, high], TICKS);
  const values = all.filter((value) => value > low + 0.1 * (high - low)); // a number at the corner would meet one of the axis of y
  const axis = {
    color: palette.muted,
    gridcolor: palette.border,
    zeroline: false,
    showbackground: false,
    showspikes: false,
    nticks: TICKS,
    tickfont: { size: 11, color: palette.muted },
  };
  return {
    ...size,
    autosize: false,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: palette.page,
    font: { family: "system-ui, sans-serif", size: 12, color: palette.text },
    showlegend: false,
    scene: {
      dragmode: "turntable",
      camera: cameraOf(camera),
      aspectmode: "manual",
      aspectratio: { x: unit * (right - left), y: unit * (top - bottom), z: TALL }, // the plane is 1:1
      bgcolor: palette.page,
      annotations: badges,
      xaxis: { ...axis, title: { text: "x" }, range: [left, right] },
      yaxis: { ...axis, title: { text: "y" }, range: [bottom, top] },
      zaxis: { ...axis, title: { text: "f" }, range: [low, high + 0.02 * (high - low)], tickvals: values, ticktext: values.map((value) => shortNumber(height.f(value))) },
    },
  };
}
