/**
 * Draws paths on a canvas, in pixels of the plot area, many times faster than Plotly could while something moves.
 *
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").Continuation} Continuation
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 */

import { Dots, HEAD } from "./dots.js";
import { layLabels } from "./end-labels.js";
import { edgeText } from "../base/readings.js";
import { ROOM, across, down, leave, visible } from "./geometry.js";
import { Thinned } from "./thinned.js";

const [LARGE, SMALL] = [2.75, 1.8]; // px: radius of the dots of the first steps, and of the others
const SAME = 0.5; // px: a point nearer than this to the last one drawn would cost time and show nothing
const LABELLED = 480; // px: on a narrower plot labels would cover the last steps, and the keys above it name the paths
const LABEL = "600 12px system-ui, sans-serif";
const COARSE = 2; // px: the same for the casing, which is wider

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlotArea} area
 * @param {Run[]} runs
 * @param {number} step
 * @param {{slots: number[], titles: string[]}} names
 * @param {Palette} palette
 * @param {{lines: boolean, labels: boolean, hovered: Run|null, ahead: (run: Run) => Continuation|null, badges: import("../base/types.js").Pixel[],
 *   numbers: import("../base/types.js").Box[]}} options
 *   lines: whether to draw lines, which Plotly may show already; labels: whether to name the paths at their ends; hovered: the
 *   run under the pointer; ahead: how a run continues; badges: the centers of the badges, which labels must not cover;
 *   numbers: where numbers are, of which labels keep clear
 */
export function drawPaths(context, area, runs, step, { slots, titles }, palette, { lines, labels, hovered, ahead, badges, numbers }) {
  context.save();
  context.beginPath();
  context.rect(0, 0, area.width, area.height);
  context.clip();
  context.lineJoin = "bevel"; // round joins take half as long again and are invisible at 2 px
  const overlaid = new Set(runs.map(({ optimizer }) => optimizer)).size > 1;
  for (const run of runs) drawPath(context, area, run, step, slots[run.optimizer], palette, lines, overlaid);
  context.restore();
  /** @type {(import("../base/types.js").PathEnd & {color: string})[]} */
  const ends = [];
  for (const run of runs) {
    const count = Math.min(step + 1, run.length);
    if (count === 0) continue;
    const color = palette.series[slots[run.optimizer]];
    const leaving = leave(run.x, run.y, count, area.domain);
    const x = across(area, leaving ? leaving.x : run.x[count - 1]);
    const y = down(area, leaving ? leaving.y : run.y[count - 1]);
    if (leaving) drawArrow(context, x, y, leaving.angle, color, palette);
    else drawEnd(context, x, y, slots[run.optimizer], color, palette);
    if (!leaving && !(labels && area.width >= LABELLED) && run !== hovered) continue;
    const text = leaving ? edgeText(run, leaving.step, ahead(run)) : titles[run.optimizer];
    context.font = LABEL; // only where there is a label: the browser brings the styles of the page up to date for it
    const { width } = context.measureText(text);
    const end = { x, y, text, width, hovered: run === hovered, loss: run.loss[count - 1], leaves: leaving !== null };
    ends.push({ ...end, color: leaving ? palette.muted : color });
  }
  layLabels(ends, area, badges, numbers).forEach((position, i) => position && drawLabel(context, position, ends[i].text, ends[i].color, palette));
}

/**
 * Add the visible part of a path to lines.
 * @param {PlotArea} area
 * @param {Run} run
 * @param {number} count how many points
 * @param {Thinned[]} adders
 * @param {(x: number, y: number, k: number) => void} dot called for every visible point
 */
function follow(area, run, count, adders, dot) {
  const [right, bottom] = [area.width + ROOM, area.height + ROOM];
  let [lastX, lastY, was] = [0, 0, true]; // was: whether the last point was visible
  for (let k = 0; k < count; k++) {
    const x = across(area, run.x[k]);
    const y = down(area, run.y[k]);
    const is = x > -ROOM && x < right && y > -ROOM && y < bottom;
    if (is && was) {
      for (const adder of adders) adder.add(x, y, k === count - 1);
    } else if (k > 0) {
      const seen = visible(area, lastX, lastY, x, y);
      if (seen) {
        const [begin, end] = seen;
        for (const adder of adders) {
          if (!was) adder.move(lastX + begin * (x - lastX), lastY + begin * (y - lastY));
          adder.add(lastX + end * (x - lastX), lastY + end * (y - lastY), true);
        }
      }
    }
    if (is) dot(x, y, k);
    lastX = x;
    lastY = y;
    was = is;
  }
}

/**
 * Draw the paths of the pinned runs, complete and pale.
 * @param {CanvasRenderingContext2D} context
 * @param {PlotArea} area
 * @param {Run[]} runs
 * @param {Palette} palette
 */
export function drawGhost(context, area, runs, palette) {
  context.save();
  context.beginPath();
  context.rect(0, 0, area.width, area.height);
  context.clip();
  context.strokeStyle = palette.muted;
  context.globalAlpha = 0.6;
  context.lineWidth = 1.2;
  for (const run of runs) {
    const line = new Thinned(new Path2D(), SAME);
    follow(area, run, run.length, [line], () => {});
    context.stroke(line.path);
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlotArea} area
 * @param {Run} run
 * @param {number} step
 * @param {number} slot
 * @param {Palette} palette
 * @param {boolean} lines whether to draw all of the line, and not only its first steps over it
 * @param {boolean} overlaid whether other optimizers are in the same plot; then dashes tell them apart, and there are no dots
 */
function drawPath(context, area, run, step, slot, palette, lines, overlaid) {
  const count = Math.min(step + 1, run.length);
  const large = new Path2D();
  const small = new Path2D();
  const dots = new Dots(area.width, area.height);
  const dot = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ k) => {
    if (overlaid || !dots.next(x, y)) return;
    const [path, radius] = k <= HEAD ? [large, LARGE] : [small, SMALL];
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  };
  const line = new Thinned(new Path2D(), SAME);
  const casing = new Thinned(new Path2D(), COARSE);
  follow(area, run, count, lines ? [line, casing] : [], dot);
  const dashes = overlaid ? palette.dashes[slot] : [];
  if (lines) strokePath(context, line.path, casing.path, palette, slot, dashes);
  context.fillStyle = palette.series[slot];
  context.fill(small);
  if (count > HEAD + 1) {
    const head = new Thinned(new Path2D(), SAME);
    follow(area, run, HEAD + 1, [head], () => {});
    strokePath(context, head.path, head.path, palette, slot, dashes);
  }
  context.fillStyle = palette.series[slot];
  context.fill(large);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} line
 * @param {Path2D} casing
 * @param {Palette} palette
 * @param {number} slot
 * @param {number[]} dashes
 */
function strokePath(context, line, casing, palette, slot, dashes) {
  context.strokeStyle = palette.casing;
  context.lineWidth = 5;
  context.stroke(casing);
  context.strokeStyle = palette.series[slot];
  context.lineWidth = 2;
  context.setLineDash(dashes);
  context.stroke(line);
  context.setLineDash([]);
}

/**
 * Draw the hollow marker at the end of a path. Its shape distinguishes the series without color.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} slot
 * @param {string} color
 * @param {Palette} palette
 */
function drawEnd(context, x, y, slot, color, palette) {
  const sides = [0, 4, 3, 5][slot % 4];
  context.beginPath();
  if (sides === 0) context.arc(x, y, 4.5, 0, 2 * Math.PI);
  for (let k = 0; k < sides; k++) {
    const angle = (2 * Math.PI * k) / sides - Math.PI / 2;
    context.lineTo(x + 5.5 * Math.cos(angle), y + 5.5 * Math.sin(angle));
  }
  context.closePath();
  context.strokeStyle = palette.casing;
  context.lineWidth = 5;
  context.stroke();
  context.fillStyle = palette.page;
  context.fill();
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} angle
 * @param {string} color
 * @param {Palette} palette
 */
function drawArrow(context, x, y, angle, color, palette) {
  context.save();
  context.translate(x, y);
  context.rotate(-angle);
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(-11, -5);
  context.lineTo(-11, 5);
  context.closePath();
  outline(context, color, palette);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} color
 * @param {Palette} palette
 */
function outline(context, color, palette) {
  context.strokeStyle = palette.casing;
  context.lineWidth = 3;
  context.stroke();
  context.fillStyle = color;
  context.fill();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("../base/types.js").LabelPosition} position
 * @param {string} text
 * @param {string} color
 * @param {Palette} palette
 */
function drawLabel(context, { x, baseline, align }, text, color, palette) {
  context.textAlign = align;
  context.lineWidth = 3;
  context.strokeStyle = palette.casing;
  context.strokeText(text, x, baseline);
  context.fillStyle = color;
  context.fillText(text, x, baseline);
}
