/**
 * Draws where the surface is stationary on a canvas, in pixels of the plot area.
 *
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 */

import { DIRECTIONS, FAINT_LINE, GLYPHS, MINIMUM_LINE, across, arms, down, isFaint, ringLines } from "./geometry.js";

const DOTS = [2, 4]; // px, of a circle of maxima

/**
 * Draws every minimum as a cross with the ring around it, saddle points and maxima by their glyphs, circles of them as
 * circles; on top of all paths, whose ends would hide a small ring.
 * @param {CanvasRenderingContext2D} context
 * @param {PlotArea} area
 * @param {Pick<SurfaceGrid, "landmarks">} grid
 * @param {number} radius of the ring, in units of the surface; 0 for none
 * @param {Palette} palette
 */
export function drawLandmarks(context, area, { landmarks }, radius, palette) {
  const [begin, end] = arms(radius * area.scale);
  const lines = new Path2D();
  const faint = new Path2D();
  const dotted = new Path2D();
  for (const one of landmarks) {
    const [px, py] = [across(area, one.x), down(area, one.y)];
    const around = (/** @type {Path2D} */ path, /** @type {number} */ units) => {
      path.moveTo(px + units * area.scale, py);
      path.arc(px, py, units * area.scale, 0, 2 * Math.PI);
    };
    if (one.kind === "minimum") ringLines(one.radius, radius).forEach((line) => around(isFaint(one) ? faint : lines, line));
    else if (one.radius > 0) around(dotted, one.radius);
    if (isFaint(one)) continue;
    const glyph = one.kind === "minimum" ? DIRECTIONS.map(([dx, dy]) => [[begin * dx, begin * dy], [end * dx, end * dy]]) : GLYPHS[one.kind];
    for (const line of glyph) {
      line.forEach(([dx, dy], k) => (k ? lines.lineTo(px + dx, py + dy) : lines.moveTo(px + dx, py + dy)));
    }
  }
  context.save();
  context.beginPath();
  context.rect(0, 0, area.width, area.height);
  context.clip();
  const stroke = (/** @type {Path2D} */ path, /** @type {string} */ color, /** @type {number} */ width) => {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke(path);
  };
  stroke(faint, palette.muted, FAINT_LINE);
  context.setLineDash(DOTS);
  stroke(dotted, palette.muted, FAINT_LINE);
  context.setLineDash([]);
  stroke(lines, palette.casing, MINIMUM_LINE + 2);
  stroke(lines, palette.text, MINIMUM_LINE);
  context.restore();
}
