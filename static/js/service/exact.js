/**
 * Runs in float64: whether two are equal in every bit, and how the page shows them, which is as float32, like those that the
 * server sends for the picture. Pure.
 *
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").Metrics} Metrics
 */

import { LARGEST } from "../base/numbers.js";

const COLUMNS = /** @type {const} */ (["x", "y", "loss", "gx", "gy"]);
const ROUNDING = 1e-12; // of an angle, for which an arc tangent is needed, another function in each browser

/** @param {Run} run @returns {Run} in float32, which saturates at its largest number as the server's does */
export function shown(run) {
  const columns = COLUMNS.map((name) => {
    const column = Float32Array.from(run[name]);
    for (let k = 0; k < column.length; k++) if (Math.abs(column[k]) === Infinity) column[k] = Math.sign(column[k]) * LARGEST;
    return [name, column];
  });
  return { ...run, ...Object.fromEntries(columns) };
}

/**
 * @param {Run[]} runs
 * @param {Run[]} others
 * @returns {string} the first difference, in words for a developer; empty if all are equal
 */
export function difference(runs, others) {
  if (runs.length !== others.length) return `${runs.length} and ${others.length} runs`;
  for (const [index, run] of runs.entries()) {
    const found = differs(run, others[index]);
    if (found) return `optimizer ${run.optimizer}, start ${run.start}: ${found}`;
  }
  return "";
}

/** @param {Run} run @param {Run} other @returns {string} */
function differs(run, other) {
  if (run.length !== other.length) return `${run.length} and ${other.length} points`;
  for (const name of COLUMNS) {
    for (let k = 0; k < run.length; k++) {
      if (!Object.is(run[name][k], other[name][k])) return `${name} of step ${k} is ${run[name][k]} and ${other[name][k]}`;
    }
  }
  if (String(run.rates) !== String(other.rates)) return "learning rates";
  if (!run.metrics) return ""; // nothing was measured on it
  if (run.status !== other.status || run.diverged_at !== other.diverged_at) return `${run.status} and ${other.status}`;
  const names = /** @type {(keyof Metrics)[]} */ (Object.keys(other.metrics ?? {}));
  const name = names.find((one) => !isNear(one, run.metrics?.[one], other.metrics?.[one]));
  return name ? `${name} is ${run.metrics?.[name]} and ${other.metrics?.[name]}` : "";
}

/**
 * @param {string} name
 * @param {Metrics[keyof Metrics]|undefined} value
 * @param {Metrics[keyof Metrics]|undefined} other
 */
function isNear(name, value, other) {
  if (!name.includes("angle") || typeof value !== "number" || typeof other !== "number") return String(value) === String(other);
  return Math.abs(value - other) <= ROUNDING * Math.max(1, Math.abs(other));
}
