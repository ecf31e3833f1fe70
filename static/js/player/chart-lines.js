/**
 * The lines of the chart: where they are interrupted, and what they say at a step. Pure.
 *
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {{run: Run, loss: ArrayLike<number>, length: number}} Line a run and its values of the quantity shown
 */

import { isSound, shortNumber } from "../base/numbers.js";

/**
 * @param {ArrayLike<number>} values
 * @param {number} length how many of them have arrived
 * @returns {[number, number][]} first and last step of each part without a gap; a gap is where there is no value, or where it was too large
 */
export function stretches(values, length) {
  /** @type {[number, number][]} */
  const found = [];
  for (let k = 0; k < length; k++) {
    if (!isSound(values[k])) continue;
    const last = found[found.length - 1];
    if (last && last[1] === k - 1) last[1] = k;
    else found.push([k, k]);
  }
  return found;
}

/**
 * @param {Line} line
 * @param {number} step
 * @returns {string} its value at that step
 */
export function valueText({ run, loss, length }, step) {
  if (step >= length) return run.status === "diverged" ? "diverged" : "–";
  const value = loss[step];
  if (Number.isNaN(value)) return "–";
  return isSound(value) ? shortNumber(value, 4) : "too large";
}

/**
 * @param {number} px from the left edge of the lines
 * @param {number} width of the lines in px
 * @param {number} steps
 * @returns {number} the step there, within the run
 */
export function stepAt(px, width, steps) {
  return Math.min(Math.max(Math.round((px / Math.max(width, 1)) * steps), 0), steps);
}
