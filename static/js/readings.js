/**
 * What is said of a run in words and numbers.
 *
 * @typedef {import("./types.js").Run} Run
 */

import { shortNumber } from "./numbers.js";

const LARGEST = Math.fround(3.4028234e38); // at which the server's float32 numbers end

/**
 * @param {Run} run
 * @param {number} step
 * @returns {string} f at that step, or at the last one the run took
 */
export function lossAt(run, step) {
  if (!run.length) return "–";
  const loss = run.loss[Math.min(step, run.length - 1)];
  if (Math.abs(loss) < LARGEST) return shortNumber(loss);
  return `${loss > 0 ? ">" : "<"} ${shortNumber(loss)}`; // what came was too large for float32
}

/**
 * @param {Run} run
 * @returns {string} its status in words
 */
export function fateOf(run) {
  return run.status === "diverged" ? `diverged at step ${run.diverged_at}` : run.status;
}

/**
 * @param {number|null|undefined} step
 * @returns {string}
 */
export const stepOrNever = (step) => (step === null || step === undefined ? "never" : String(step));
