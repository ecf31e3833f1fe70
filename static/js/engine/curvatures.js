/**
 * Curvatures: the eigenvalues of a Hessian. The twin of optimizers/tell/limits.py, with the same bits. Pure.
 *
 * @typedef {[number, number, number, number]} Curvatures the smaller and the larger one, and the direction of the larger one
 */

import { norm } from "./nearest.js";

/**
 * @param {import("../base/types.js").SurfaceCode} code
 * @param {Float64Array} q its constants
 * @param {[number, number, number, number]} domain left, right, bottom and top
 * @returns {Curvatures|null} of a quadratic; null of another surface
 */
export function curvaturesOf(code, q, [left, right, bottom, top]) {
  const middle = [0.4 * left + 0.6 * right, 0.3 * bottom + 0.7 * top];
  const found = [middle, [left, bottom], [left, top], [right, bottom], [right, top]].map(([x, y]) => String(hessian(code, q, x, y)));
  return new Set(found).size === 1 ? curvatures(...hessian(code, q, 0, 0)) : null;
}

/**
 * @param {number} xx
 * @param {number} xy
 * @param {number} yy
 * @returns {Curvatures}
 */
export function curvatures(xx, xy, yy) {
  const middle = 0.5 * xx + 0.5 * yy;
  const half = 0.5 * xx - 0.5 * yy;
  const size = norm(half, xy);
  const axis = half > 0 ? [half + size, xy] : [xy, size - half];
  const length = norm(axis[0], axis[1]);
  return length > 0 ? [middle - size, middle + size, axis[0] / length, axis[1] / length] : [middle - size, middle + size, 0, 1];
}

/**
 * @param {import("../base/types.js").SurfaceCode} code
 * @param {Float64Array} q
 * @param {number} x
 * @param {number} y
 * @returns {[number, number, number]} xx, xy and yy; a zero has no sign
 */
export function hessian(code, q, x, y) {
  const h = [new Float64Array(2), new Float64Array(2)];
  code.bend(Float64Array.of(x, y), h, q);
  return [h[0][0] + 0, h[0][1] + 0, h[1][1] + 0];
}
