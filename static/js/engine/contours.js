/**
 * The contours of a surface as the server traces them, without what it does to narrow valleys and to shorten them. Twin of
 * optimizers/run/contours.py and optimizers/picture/contours.py. Pure.
 *
 * @typedef {import("../base/types.js").Contours} Contours
 * @typedef {import("../base/types.js").Domain} Domain
 * @typedef {import("../base/types.js").GridValues} GridValues
 * @typedef {(x: number, y: number) => number} Height
 */

import { shortNumber } from "../base/numbers.js";
import { labelPositions } from "./contour-labels.js";
import { hatched } from "./hatched.js";
import { outlines } from "./outlines.js";

const LINES = 16;
const QUANTILE = 1.5; // more lines where f is low
const SHADES = 16;
const DIGITS = 3; // of a label
const APART = 0.7; // px between two corners of a line; corners that are nearer are merged

/**
 * @param {Height} height
 * @param {Domain} domain
 * @param {number} longest how many cells along the longer side
 * @returns {Omit<GridValues, "levels"> & {z: Float64Array, x: Float64Array, y: Float64Array}}
 */
export function sample(height, domain, longest) {
  const spans = domain.map(([low, high]) => high - low);
  const [columns, rows] = spans.map((span) => Math.max(2, Math.round((longest * span) / Math.max(...spans)) + 1));
  const [x, y] = [columns, rows].map((count, side) => spread(domain[side], count));
  const z = new Float64Array(columns * rows);
  for (let j = 0; j < rows; j++) for (let i = 0; i < columns; i++) z[j * columns + i] = height(x[i], y[j]);
  return { columns, rows, x, y, z };
}

/** @param {[number, number]} interval @param {number} count @returns {Float64Array} so many numbers at equal distances, with the bits of NumPy's linspace */
function spread([low, high], count) {
  const found = Float64Array.from({ length: count }, (_, k) => k * ((high - low) / (count - 1)) + low);
  found[count - 1] = high;
  return found;
}

/**
 * @param {Float64Array} z
 * @param {number|null} floor the lowest value, null where there is none
 * @param {number|null} power of the surface for its whole domain; null for levels that leave as much of the plot between one and the next
 * @returns {number[]} in ascending order
 */
export function levelsOf(z, floor, power) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of z) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (!(least < most)) return Array.from({ length: LINES }, (_, k) => (Number.isFinite(least) ? least : 0) + k);
  const fractions = Array.from({ length: LINES }, (_, k) => k / LINES);
  if (power === null) {
    const sorted = z.filter(Number.isFinite).sort();
    const even = [...new Set(fractions.map((part) => quantile(sorted, part ** QUANTILE)))];
    if (even.length > LINES / 2) return even;
  }
  const low = power === null ? least : floor ?? least;
  return fractions.map((part) => low + (most - low) * part ** (power ?? 1));
}

/** @param {Float64Array} sorted @param {number} part @returns {number} what is below so large a part of the values */
function quantile(sorted, part) {
  const at = part * (sorted.length - 1);
  const before = Math.floor(at);
  return sorted[before] + (at - before) * ((sorted[before + 1] ?? 0) - sorted[before]);
}

/**
 * @param {ReturnType<typeof sample>} sampled
 * @param {number[]} levels the least of which is not drawn
 * @param {[number, number][]} points where the surface is stationary: a closed line surrounds one of them
 * @param {number} width of the plot in px
 * @param {Contours|null} before the contours of the surface with other values, whose labels stay where they are as far as possible; null to find
 *   new positions for labels
 * @returns {Contours}
 */
export function contoursOf(sampled, levels, points, width, before) {
  const { columns, rows, x, y } = sampled;
  const cell = width / (columns - 1); // px
  const scale = width / (x[columns - 1] - x[0]);
  const height = (rows - 1) * cell;
  const marks = points.map(([atX, atY]) => /** @type {[number, number]} */ ([(atX - x[0]) * scale, (y[rows - 1] - atY) * scale]));
  const drawn = levels.slice(1);
  const below = outlines(sampled, drawn).map((lines) => lines.map((line) => line.map((at, k) => (k % 2 ? rows - 1 - at : at) * cell))
    .filter((line) => narrowest(line) >= cell || touches(line, width, height) || marks.some((mark) => surrounds(line, mark))));
  const count = drawn.length + 1;
  const positions = before ? kept(before) : labelPositions(below, marks, width, height);
  const bands = drawn.map((level, k) => /** @type {Contours["bands"][number]} */ ([
    below[k].map(pathData).join(""), Math.round((k * (SHADES - 1)) / (count - 1)), level, positions.has(k),
  ]));
  const labels = bands.flatMap(([, , level], k) => {
    const position = positions.get(k);
    return position ? [/** @type {Contours["labels"][number]} */ ([x[0] + position[0] / scale, y[rows - 1] - position[1] / scale, shortNumber(level, DIGITS)])] : [];
  });
  return { width, bands: bands.toReversed(), outside: SHADES - 1, labels, undefined: hatched(sampled, cell) };

  /** @param {Contours} old @returns {Map<number, [number, number]|null>} the positions of its labels, each moved to the line of the level that now has its number */
  function kept({ bands: drawn, labels: there }) {
    const indices = drawn.toReversed().flatMap(([, , , isLabelled], k) => (isLabelled ? [k] : []));
    return new Map(indices.slice(0, there.length).map((index, k) =>
      [index, nearest(below[index] ?? [], (there[k][0] - x[0]) * scale, (y[rows - 1] - there[k][1]) * scale)]));
  }
}

/** @param {Float64Array} line @param {number} width @param {number} height @returns {boolean} whether it reaches an edge of the plot */
function touches(line, width, height) {
  for (let k = 0; k < line.length; k += 2) if (line[k] <= 0 || line[k] >= width || line[k + 1] <= 0 || line[k + 1] >= height) return true;
  return false;
}

/** @param {Float64Array} line @returns {number} the width of a narrow strip with this outline, px */
function narrowest(line) {
  let [area, length] = [0, 0];
  for (let k = 0, before = line.length - 2; k < line.length; before = k, k += 2) {
    area += line[before] * line[k + 1] - line[k] * line[before + 1];
    const [across, along] = [line[k] - line[before], line[k + 1] - line[before + 1]];
    length += Math.sqrt(across * across + along * along);
  }
  return Math.abs(area) / (length || 1);
}

/** @param {Float64Array} line @param {number[]} mark @returns {boolean} whether it is inside: a ray from it crosses an odd number of pieces */
function surrounds(line, [x, y]) {
  let odd = false;
  for (let k = 0, before = line.length - 2; k < line.length; before = k, k += 2) {
    if (line[before + 1] > y === line[k + 1] > y) continue;
    const part = (y - line[before + 1]) / (line[k + 1] - line[before + 1]);
    if (line[before] + part * (line[k] - line[before]) > x) odd = !odd;
  }
  return odd;
}

/** @param {Float64Array[]} lines @param {number} x @param {number} y @returns {[number, number]|null} the corner of a line nearest to a point */
function nearest(lines, x, y) {
  /** @type {[number, number]|null} */
  let found = null;
  let least = Infinity;
  for (const line of lines) {
    for (let k = 0; k < line.length; k += 2) {
      const away = (line[k] - x) ** 2 + (line[k + 1] - y) ** 2;
      if (away < least) [least, found] = [away, [line[k], line[k + 1]]];
    }
  }
  return found;
}

/** @param {Float64Array} line @returns {string} its corners, but those that lie close to another or straight between two along an edge */
function pathData(line) {
  let data = "";
  let [x, y, beforeX, beforeY] = [NaN, NaN, NaN, NaN];
  for (let k = 0; k < line.length; k += 2) {
    const [toX, toY] = [line[k], line[k + 1]];
    if (Math.abs(toX - x) + Math.abs(toY - y) < APART) continue;
    const isStraight = (toX === x && x === beforeX) || (toY === y && y === beforeY);
    if (!isStraight && k) data += corner(x, y, data);
    if (!isStraight) [beforeX, beforeY] = [x, y];
    [x, y] = [toX, toY];
  }
  return `${data}${corner(x, y, data)}Z`;
}

/** @param {number} x @param {number} y @param {string} before */
const corner = (x, y, before) => `${before ? "L" : "M"}${Math.round(10 * x) / 10} ${Math.round(10 * y) / 10}`;
