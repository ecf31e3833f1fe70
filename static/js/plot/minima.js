/**
 * The minima of the surface on a canvas, in the pixels of a frame.
 *
 * @typedef {import("../base/types.js").Palette} Palette
 * @typedef {import("../base/types.js").Frame} Frame
 */

import { DIRECTIONS, MARK, across, arms, down } from "./geometry.js";

/**
 * Every minimum as a cross, and the ring around it: on top of all paths, whose ends would hide a small ring.
 * @param {CanvasRenderingContext2D} context
 * @param {Frame} frame
 * @param {[number, number][]} minima
 * @param {number} radius of the ring, in units of the surface; 0 for none
 * @param {Palette} palette
 */
export function drawMinima(context, frame, minima, radius, palette) {
  const ring = radius * frame.scale;
  const [begin, end] = arms(ring);
  const marks = new Path2D();
  for (const [x, y] of minima) {
    const [px, py] = [across(frame, x), down(frame, y)];
    if (ring > 0) {
      marks.moveTo(px + ring, py);
      marks.arc(px, py, ring, 0, 2 * Math.PI);
    }
    for (const [dx, dy] of DIRECTIONS) {
      marks.moveTo(px + begin * dx, py + begin * dy);
      marks.lineTo(px + end * dx, py + end * dy);
    }
  }
  context.save();
  context.beginPath();
  context.rect(0, 0, frame.width, frame.height);
  context.clip();
  for (const [color, width] of /** @type {[string, number][]} */ ([[palette.casing, MARK + 2], [palette.text, MARK]])) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke(marks);
  }
  context.restore();
}
