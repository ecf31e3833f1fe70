/**
 * Finds a point for a new start. Pure.
 *
 * @typedef {import("../base/types.js").Domain} Domain
 */

const COLUMNS = 16;
const ROWS = 8;

/**
 * @param {Domain} domain
 * @param {number[][]} taken starts, minima, saddles, maxima
 * @returns {{x: number, y: number}} the point of a lattice inside the domain that is farthest from all taken points
 */
export function freePoint([[left, right], [bottom, top]], taken) {
  const points = [];
  for (let j = ROWS - 1; j > 0; j--) {
    for (let i = 1; i < COLUMNS; i++) {
      points.push({ x: left + ((right - left) * i) / COLUMNS, y: bottom + ((top - bottom) * j) / ROWS });
    }
  }
  /** @param {{x: number, y: number}} point */
  const distance = (point) => Math.min(...taken.map(([x, y]) => Math.hypot(x - point.x, y - point.y)));
  return points.reduce((best, point) => (distance(point) > distance(best) ? point : best));
}
