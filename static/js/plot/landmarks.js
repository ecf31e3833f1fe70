/**
 * Draws where the surface is stationary on a canvas, in pixels of the plot area.
 *
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 */

import { DIRECTIONS, GLYPHS, MINIMUM_LINE, across, arms, down } from "./geometry.js";

/**
 * Draws every minimum as a cross with the ring around it, saddle points and maxima by their glyphs; on top of all paths,
 * whose ends would hide a small ring.
 * @param {CanvasRenderingContext2D} context
 * @param {PlotArea} area
 * @param {Pick<SurfaceGrid, "minima"|"saddles"|"maxima">} grid
 * @param {number} radius of the ring, in units of the surface; 0 for none
 * @param {Palette} palette
 */
export function drawLandmarks(context, area, { minima, saddles, maxima }, radius, palette) {
  const ring = radius * area.scale;
  const [begin, end] = arms(ring);
  const lines = new Path2D();
  for (const [x, y] of minima) {
    const [px, py] = [across(area, x), down(area, y)];
    if (ring > 0) {
      lines.moveTo(px + ring, py);
      lines.arc(px, py, ring, 0, 2 * Math.PI);
    }
    for (const [dx, dy] of DIRECTIONS) {
      lines.moveTo(px + begin * dx, py + begin * dy);
      lines.lineTo(px + end * dx, py + end * dy);
    }
  }
  for (const [points, glyph] of /** @type {const} */ ([[saddles, GLYPHS.saddle], [maxima, GLYPHS.maximum]])) {
    for (const [x, y] of points) {
      for (const line of glyph) {
        line.forEach(([dx, dy], k) => (k ? lines.lineTo(across(area, x) + dx, down(area, y) + dy) : lines.moveTo(across(area, x) + dx, down(area, y) + dy)));
      }
    }
  }
  context.save();
  context.beginPath();
  context.rect(0, 0, area.width, area.height);
  context.clip();
  for (const [color, width] of /** @type {[string, number][]} */ ([[palette.casing, MINIMUM_LINE + 2], [palette.text, MINIMUM_LINE]])) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke(lines);
  }
  context.restore();
}
