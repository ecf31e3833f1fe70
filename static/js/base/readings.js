/**
 * Texts about a run: its loss, its status, and where it leaves the plot.
 *
 * @typedef {import("./types.js").Run} Run
 * @typedef {import("./types.js").Continuation} Continuation
 */

import { isSound, shortNumber } from "./numbers.js";

/**
 * @param {Run} run
 * @param {number} step
 * @returns {string} f at that step, or at the last one the run took
 */
export function lossText(run, step) {
  if (!run.length) return "–";
  const loss = run.loss[Math.min(step, run.length - 1)];
  if (isSound(loss)) return shortNumber(loss);
  return `${loss > 0 ? ">" : "<"} ${shortNumber(loss)}`; // the number was too large for float32
}

/**
 * @param {Run} run
 * @param {Continuation|null} [ahead] how it continues after its last step; null while that is not known
 * @returns {string} its status in words; no run is called converged before it is known whether it leaves again
 */
export function statusText(run, ahead = null) {
  if (ahead?.leaves != null) return ahead.rounded ? "stays for a while" : `stays until step ${ahead.leaves}`;
  const status = ahead?.status ?? run.status;
  if (status === "diverged") return `${divergence(run)} at step ${run.diverged_at}`;
  return status === "converged" && !ahead ? "stays" : status;
}

/** @param {Run} run which has diverged @returns {string} whether it left the domain, or a step gave a value that is not finite before it did */
const divergence = (run) => ((run.diverged_at ?? 0) < run.length ? "diverged" : "not finite");

/**
 * @param {Run} run
 * @returns {string} why it took no step; empty if it took one, or has not arrived
 */
export function noStepText(run) {
  if (run.length !== 1) return "";
  if (!Number.isFinite(run.loss[0])) return "This run took no step: f has no finite value at its start.";
  return `This run took no step${run.status === "diverged" ? ": the first one gives a value that is not finite" : ""}.`;
}

/**
 * @param {Run} run
 * @param {number} step at which its path left the plot for good, 0 if it was never inside
 * @param {Continuation|null} [ahead] how it continues after its last step; null while that is not known
 * @returns {string} the label of the arrow where it left
 */
export function edgeText(run, step, ahead = null) {
  if (step === 0) return "outside the plot";
  const diverged = (ahead?.status ?? run.status) === "diverged" && run.diverged_at === step;
  return `${diverged ? "diverged" : "left"} at step ${step}`;
}

/**
 * @param {Run} run whose metrics are known
 * @param {Continuation|null} ahead
 * @returns {string} the step from which it stays, and the step at which it leaves again, if it does
 */
export function staysText(run, ahead) {
  return stepOrNever(run.metrics?.stays) + (ahead?.leaves == null || ahead.rounded ? "" : ` until ${ahead.leaves}`);
}

/**
 * @param {number|null|undefined} step
 * @returns {string}
 */
export const stepOrNever = (step) => (step === null || step === undefined ? "never" : String(step));
