/**
 * Draws the axes and the lines of the chart on a canvas.
 *
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").LossScale} LossScale
 */

import { stretches } from "./chart-lines.js";
import { ticks } from "../plot/geometry.js";
import { Thinned } from "../plot/thinned.js";

const SAME = 1; // px
const MARK = 9; // px, height of the tick that ends an epoch
const LABELS = 31; // px below the lines: the slider lies between them
const LOW = 4; // px beyond the lower edge: so far is drawn what lies below the scale

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{width: number, height: number}} inner
 * @param {LossScale} scale
 * @param {number} steps
 * @param {(k: number) => number} across
 * @param {(v: number) => number} down
 * @param {Palette} palette
 * @param {number[]} epochs the steps at which epochs end
 * @param {boolean} labelled whether there is room for the numbers of the steps
 */
export function drawAxes(context, inner, scale, steps, across, down, palette, epochs, labelled) {
  context.strokeStyle = palette.border;
  context.lineWidth = 1;
  context.font = "12px system-ui, sans-serif";
  context.fillStyle = palette.muted;
  context.textAlign = "center";
  const numbered = labelled ? ticks([0, steps], inner.width < 300 ? 3 : 6).filter(Number.isInteger) : [];
  for (const k of numbered) context.fillText(String(Math.round(k)), across(k), inner.height + LABELS);
  context.textAlign = "right";
  context.beginPath();
  const sparse = Math.max(1, Math.ceil((scale.ticks.length * 18) / inner.height)); // labels must not touch
  scale.ticks.forEach(({ value, text }, i) => {
    const y = down(value);
    if (i % sparse === 0) context.fillText(text, -6, y + 4);
    context.moveTo(0, y);
    context.lineTo(inner.width, y);
  });
  for (const k of epochs) {
    context.moveTo(across(k), 0);
    context.lineTo(across(k), MARK);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./chart-lines.js").Line} line
 * @param {LossScale} scale
 * @param {(k: number) => number} across
 * @param {(v: number) => number} down
 * @param {number} slot
 * @param {Palette} palette
 * @param {boolean} thin whether the line is that of a further start
 */
export function drawLine(context, { loss, length }, scale, across, down, slot, palette, thin) {
  const line = new Thinned(new Path2D(), SAME);
  const points = new Path2D();
  const lowest = down(scale.low) + LOW;
  const y = (/** @type {number} */ k) => Math.min(down(scale.of(loss[k])), lowest);
  for (const [first, last] of stretches(loss, length)) {
    line.move(across(first), y(first));
    for (let k = first + 1; k <= last; k++) line.add(across(k), y(k), k === last);
    if (first === last) points.rect(across(first) - 1, y(first) - 1, 2, 2);
  }
  context.strokeStyle = context.fillStyle = palette.series[slot];
  context.lineWidth = thin ? 1.1 : 2;
  context.lineJoin = "round";
  context.setLineDash(palette.dashes[slot]);
  context.stroke(line.path);
  context.setLineDash([]);
  context.fill(points);
}
