/**
 * The quantities that the chart can show, with a value for each step of a run. Pure.
 *
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 * @typedef {import("../base/types.js").Landmark} Landmark
 * @typedef {import("../base/types.js").QuantityName} QuantityName
 * @typedef {{name: QuantityName, title: string, values: (run: Run, grid: SurfaceGrid) => ArrayLike<number>,
 *   floor: (grid: SurfaceGrid) => number|null, linear?: boolean, available: (grid: SurfaceGrid, runs: Run[]) => boolean}} Quantity
 *   values: NaN where there is none, because there is no such step, or a number that it needs was too large.
 *   floor: the value that the logarithmic scale is measured from; null if there is none. linear: the scale is linear.
 */

import { isSound } from "../base/numbers.js";

/** @type {Quantity[]} */
export const QUANTITIES = [
  {
    name: "loss",
    title: "Loss",
    values: (run) => run.loss,
    floor: (grid) => grid.floor,
    available: () => true,
  },
  perStep("gradient", "Gradient norm", (run, k) => length(run.gx[k], run.gy[k])),
  perStep("length", "Step length", (run, k) => (k && isSound(run.x[k - 1]) && isSound(run.y[k - 1]) && isSound(run.x[k]) && isSound(run.y[k])
    ? length(run.x[k] - run.x[k - 1], run.y[k] - run.y[k - 1]) : NaN)),
  {
    ...perStep("distance", "Distance to the minimum", (run, k, { landmarks }) => (isSound(run.x[k]) && isSound(run.y[k]) ? toMinimum(landmarks, run.x[k], run.y[k]) : NaN)),
    available: (grid) => grid.landmarks.some(isMinimum),
  },
  {
    ...perStep("rate", "Learning rate", (run, k) => (k ? rateOf(run, k) : NaN)),
    linear: true,
    available: (_, runs) => runs.some(({ rates }) => rates !== null),
  },
  perStep("rate-x", "Effective rate in x", (run, k) => rate(run.x, run.gx, k)),
  perStep("rate-y", "Effective rate in y", (run, k) => rate(run.y, run.gy, k)),
];

/** @param {number} x @param {number} y @returns {number} of a vector; NaN if it was too large */
function length(x, y) {
  return isSound(x) && isSound(y) ? Math.hypot(x, y) : NaN;
}

/** @param {Run} run @param {number} k @returns {number} the learning rate of step k; NaN of a solver, which has none */
const rateOf = ({ rates }, k) => (typeof rates === "number" ? rates : rates?.[k - 1] ?? NaN);

/**
 * @param {import("../base/types.js").Numbers} coordinate
 * @param {import("../base/types.js").Numbers} gradient
 * @param {number} k
 * @returns {number} how far step k moved per unit of gradient; NaN at step 0 and where the gradient is zero, which
 *   does not stop a run with noise or momentum
 */
function rate(coordinate, gradient, k) {
  const sound = k && isSound(coordinate[k - 1]) && isSound(coordinate[k]) && isSound(gradient[k - 1]);
  return sound && gradient[k - 1] ? Math.abs((coordinate[k] - coordinate[k - 1]) / gradient[k - 1]) : NaN;
}

/** @param {Landmark} landmark */
function isMinimum({ kind }) {
  return kind === "minimum";
}

/**
 * @param {Landmark[]} landmarks
 * @param {number} x
 * @param {number} y
 * @returns {number} the distance to the nearest minimum, or to the nearest point of a circle of minima
 */
function toMinimum(landmarks, x, y) {
  let least = Infinity;
  for (const one of landmarks) {
    if (isMinimum(one)) least = Math.min(least, Math.abs(Math.hypot(x - one.x, y - one.y) - one.radius));
  }
  return least;
}

/**
 * @param {QuantityName} name
 * @param {string} title
 * @param {(run: Run, k: number, grid: SurfaceGrid) => number} value
 * @returns {Quantity} computed once for each run and surface
 */
function perStep(name, title, value) {
  /** @type {WeakMap<object, {length: number, key: string, values: Float64Array}>} */
  const known = new WeakMap();
  return {
    name,
    title,
    values(run, grid) {
      const found = known.get(run.x);
      if (found && found.length === run.length && found.key === grid.key) return found.values;
      const values = Float64Array.from({ length: run.length }, (_, k) => value(run, k, grid));
      known.set(run.x, { length: run.length, key: grid.key, values });
      return values;
    },
    floor: () => 0,
    available: () => true,
  };
}
