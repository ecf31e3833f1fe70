/**
 * Curvatures: the eigenvalues of a Hessian, as LAPACK's dlaev2 computes them, which the library asks through NumPy. Pure.
 *
 * @typedef {[number, number, number, number]} Curvatures the smaller and the larger one, and the direction of the larger one
 */

import { norm } from "./nearest.js";

/**
 * @param {number} xx
 * @param {number} xy
 * @param {number} yy
 * @returns {Curvatures}
 */
export function eigen(xx, xy, yy) {
  const [sum, apart, twice] = [xx + yy, xx - yy, 2 * xy];
  const [wide, high] = [Math.abs(apart), Math.abs(twice)];
  const [larger, smaller] = Math.abs(xx) > Math.abs(yy) ? [xx, yy] : [yy, xx];
  const root = wide > high ? wide * Math.sqrt(1 + (high / wide) ** 2) : wide < high ? high * Math.sqrt(1 + (wide / high) ** 2) : high * Math.SQRT2;
  const first = 0.5 * (sum < 0 ? sum - root : sum + root); // the one with the larger absolute value
  const second = sum === 0 ? -first : (larger / first) * smaller - (xy / first) * xy;
  const along = apart < 0 ? apart - root : apart + root;
  const isTurned = (sum < 0) === (apart < 0); // what is found below is then at a right angle to the direction of the first
  const [x, y] = direction(along, twice);
  const [dx, dy] = isTurned ? [-y, x] : [x, y];
  return sum < 0 ? [first, second, -dy, dx] : [second, first, dx, dy];
}

/** @param {number} along @param {number} across @returns {[number, number]} a direction of length 1 */
function direction(along, across) {
  if (Math.abs(along) > Math.abs(across)) {
    const part = -across / along;
    const y = 1 / Math.sqrt(1 + part * part);
    return [part * y, y];
  }
  if (across === 0) return [1, 0];
  const part = -along / across;
  const x = 1 / Math.sqrt(1 + part * part);
  return [x, part * x];
}

/**
 * The twin of `curvatures_of` in optimizers/tell/limits.py.
 *
 * @param {import("../base/types.js").SurfaceCode} code
 * @param {Float64Array} q its constants
 * @param {[number, number, number, number]} domain left, right, bottom and top
 * @returns {Curvatures|null} of a quadratic; null of another surface
 */
export function curvaturesOf(code, q, [left, right, bottom, top]) {
  const middle = [0.4 * left + 0.6 * right, 0.3 * bottom + 0.7 * top];
  const found = [middle, [left, bottom], [left, top], [right, bottom], [right, top]].map(([x, y]) => String(hessian(code, q, x, y)));
  return new Set(found).size === 1 ? principal(...hessian(code, q, 0, 0)) : null;
}

/**
 * The twin of `_curvatures` in optimizers/tell/limits.py, with the same bits, which the verdict needs.
 *
 * @param {number} xx
 * @param {number} xy
 * @param {number} yy
 * @returns {Curvatures}
 */
function principal(xx, xy, yy) {
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
