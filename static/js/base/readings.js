/**
 * What is said of a run in words and numbers.
 *
 * @typedef {import("./types.js").Run} Run
 * @typedef {import("./types.js").Continuation} Continuation
 */

import { shortNumber } from "./numbers.js";

const LARGEST = Math.fround(3.4028234e38); // at which the server's float32 numbers end

/**
 * @param {Run} run
 * @param {number} step
 * @returns {string} f at that step, or at the last one the run took
 */
export function lossText(run, step) {
  if (!run.length) return "–";
  const loss = run.loss[Math.min(step, run.length - 1)];
  if (Math.abs(loss) < LARGEST) return shortNumber(loss);
  return `${loss > 0 ? ">" : "<"} ${shortNumber(loss)}`; // what came was too large for float32
}

/**
 * @param {Run} run
 * @param {Continuation|null} [ahead] how it goes on after its last step; null while that is not known
 * @returns {string} its status in words; before it is known whether a run leaves again, none is called converged
 */
export function statusText(run, ahead = null) {
  if (ahead?.leaves != null) return ahead.rounded ? "stays for some time" : `stays until step ${ahead.leaves}`;
  const status = ahead?.status ?? run.status;
  if (status === "diverged") return `diverged at step ${run.diverged_at}`;
  return status === "converged" && !ahead ? "stays" : status;
}

/**
 * @param {Run} run
 * @param {number} step at which its path left the plot for good, 0 where it was never inside
 * @param {Continuation|null} [ahead] how it goes on after its last step; null while that is not known
 * @returns {string} what stands at the arrow where it left
 */
export function edgeText(run, step, ahead = null) {
  if (step === 0) return "outside the plot";
  const diverged = (ahead?.status ?? run.status) === "diverged" && run.diverged_at === step;
  return `${diverged ? "diverged" : "left"} at step ${step}`;
}

/**
 * @param {Run} run whose metrics are known
 * @param {Continuation|null} ahead
 * @returns {string} the step from which it stays, and until when where it leaves again
 */
export function staysText(run, ahead) {
  return stepOrNever(run.metrics?.stays) + (ahead?.leaves == null || ahead.rounded ? "" : ` until ${ahead.leaves}`);
}

/**
 * @param {number|null|undefined} step
 * @returns {string}
 */
export const stepOrNever = (step) => (step === null || step === undefined ? "never" : String(step));
