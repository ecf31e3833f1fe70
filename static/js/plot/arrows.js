/**
 * The arrows of one step, drawn at the point before it. The step is drawn to scale. The other arrows show only a direction
 * or a shape, because a gradient has no length on the surface.
 *
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 */

import { across, down } from "./geometry.js";

const REACH = 56; // px of an arrow that shows only a direction
const HEAD = 8;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlotArea} area
 * @param {import("../base/types.js").Explained["explanation"]} explanation
 * @param {string} color of the run
 * @param {Palette} palette
 */
export function drawArrows(context, area, { position, arrows }, color, palette) {
  const x = across(area, position[0]);
  const y = down(area, position[1]);
  for (const arrow of arrows) {
    const size = Math.hypot(arrow.x, arrow.y);
    if (!(size > 0)) continue;
    if (arrow.kind === "scale") {
      drawEllipse(context, x, y, (REACH * arrow.x) / size, (REACH * arrow.y) / size, palette);
      continue;
    }
    const scale = arrow.kind === "step" ? area.scale : REACH / size;
    const dash = arrow.kind === "direction" ? [5, 3] : [];
    drawArrow(context, x, y, x + arrow.x * scale, y - arrow.y * scale, arrow.kind === "step" ? color : palette.text, dash, palette);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} endX
 * @param {number} endY
 * @param {string} color
 * @param {number[]} dash
 * @param {Palette} palette
 */
function drawArrow(context, x, y, endX, endY, color, dash, palette) {
  const angle = Math.atan2(endY - y, endX - x);
  const length = Math.hypot(endX - x, endY - y);
  const head = Math.min(HEAD, length);
  for (const [style, width] of /** @type {[string, number][]} */ ([[palette.casing, 5], [color, 2.2]])) {
    context.strokeStyle = context.fillStyle = style;
    context.lineWidth = width;
    context.setLineDash(style === color ? dash : []);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(endX, endY);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(endX, endY);
    context.lineTo(endX - head * Math.cos(angle - 0.45), endY - head * Math.sin(angle - 0.45));
    context.lineTo(endX - head * Math.cos(angle + 0.45), endY - head * Math.sin(angle + 0.45));
    context.closePath();
    context.fill();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} a
 * @param {number} b
 * @param {Palette} palette
 */
function drawEllipse(context, x, y, a, b, palette) {
  context.strokeStyle = palette.text;
  context.lineWidth = 1.2;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.ellipse(x, y, Math.max(a, 0.5), Math.max(b, 0.5), 0, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
}
