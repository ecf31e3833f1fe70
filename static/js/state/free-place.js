/**
 * Where a new start can stand. Pure.
 *
 * @typedef {import("../base/types.js").Domain} Domain
 */

const COLUMNS = 16;
const ROWS = 8;

/**
 * @param {Domain} domain
 * @param {number[][]} taken starts, minima, saddles
 * @returns {{x: number, y: number}} of a lattice inside the domain the point that is farthest from whatever is taken
 */
export function freePlace([[left, right], [bottom, top]], taken) {
  const places = [];
  for (let j = ROWS - 1; j > 0; j--) {
    for (let i = 1; i < COLUMNS; i++) {
      places.push({ x: left + ((right - left) * i) / COLUMNS, y: bottom + ((top - bottom) * j) / ROWS });
    }
  }
  /** @param {{x: number, y: number}} place */
  const distance = (place) => Math.min(...taken.map(([x, y]) => Math.hypot(x - place.x, y - place.y)));
  return places.reduce((best, place) => (distance(place) > distance(best) ? place : best));
}
