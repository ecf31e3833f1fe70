/**
 * What runs do after their last step: the twin of optimizers/run/continuation.py, without methods that choose their own step
 * lengths. Pure.
 *
 * @typedef {import("../base/types.js").Continuation} Continuation
 * @typedef {import("../base/types.js").JudgedRun} JudgedRun
 * @typedef {import("../base/types.js").PlannedOptimizer} PlannedOptimizer
 * @typedef {{optimizers: PlannedOptimizer[], ground: import("../base/types.js").Ground, drawn: import("../base/types.js").StepDraws, criteria: import("./judge.js").Criteria,
 *   steps: number, more: number, nudges: Float64Array[], isStill: (run: JudgedRun) => boolean}} Course
 *   optimizers: with rates for all steps; drawn: for all of them; steps: of the runs; more: how many steps follow; nudges: of each copy; isStill: whether no
 *   rounding moves a run
 */

import { outside } from "./judge.js";
import { descend } from "./kernel.js";
import { recordOf } from "./record.js";
import { insideOf } from "./target.js";

export const TIMES = 4; // as far as the run itself
const CHUNK = 1000; // steps between two looks at where a run is

/** @param {JudgedRun} run @param {number} steps @returns {boolean} whether it is continued: what has ended, or may still arrive, is not */
export const goesOn = ({ status, steps: taken }, steps) => (status === "converged" || status === "diverged") && taken === steps;

/**
 * @param {JudgedRun} run
 * @param {Course} course
 * @returns {Continuation}
 */
export function continuation(run, course) {
  const { steps, more, nudges } = course;
  if (!goesOn(run, steps)) return { steps: run.steps, leaves: null, status: run.status, rounded: false };
  if (run.status === "diverged") return diverged(run, course);
  const leaving = leaves(run, course, null);
  const rounded = !course.isStill(run) && nudges.some((copy) => leaves(run, course, copy) !== leaving);
  if (leaving >= 0) return { steps: steps + leaving, leaves: steps + leaving, status: "running", rounded };
  return { steps: steps + more, leaves: null, status: rounded ? "running" : run.status, rounded };
}

/**
 * @param {JudgedRun} run
 * @param {Course} course
 * @param {Float64Array|null} nudges
 * @returns {number} after how many steps it is outside, −1 if it never is
 */
function leaves(run, course, nudges) {
  const isInside = insideOf(course.criteria, run.loss[0]);
  for (const { first, count, length, record: { x, y, loss } } of pieces(run, course, nudges)) {
    for (let k = 0; k < length; k += 1) if (!isInside(x[k], y[k], loss[k])) return first + k;
    if (length <= count) return first + length; // its numbers are no longer finite
  }
  return -1;
}

/**
 * Takes the steps from the end of a run on, piece by piece. Row 0 of a piece is the last of the one before.
 *
 * @param {JudgedRun} run
 * @param {Course} course
 * @param {Float64Array|null} nudges
 * @returns {Generator<{first: number, count: number, length: number, record: import("../base/types.js").Record}>}
 *   first: how many steps after the end it begins; count: how many steps it has; length: how many rows are finite
 */
function* pieces(run, { optimizers, ground, drawn, steps, more }, nudges) {
  const one = optimizers[run.optimizer];
  const giving = one.lengthFrom === null ? null : optimizers[one.lengthFrom];
  const copied = (/** @type {Float64Array[]} */ memory) => memory.map((column) => column.slice());
  const state = copied(run.memory.state);
  const memory = { state, lengthState: giving ? copied(run.memory.lengthState) : state };
  const whole = recordOf(Math.min(CHUNK, more) + 1);
  let at = { x: run.x[run.steps], y: run.y[run.steps] };
  for (let first = 0; first < more; first += CHUNK) {
    const count = Math.min(CHUNK, more - first);
    const record = whole.x.length === count + 1 ? whole : recordOf(count + 1);
    const length = descend(one, giving, ground, at, drawn, record, { memory, before: steps + first, nudges, from: first });
    yield { first, count, length, record };
    if (length <= count) return;
    at = { x: record.x[count], y: record.y[count] };
  }
}

/**
 * @param {JudgedRun} run
 * @param {Course} course
 * @returns {Continuation} of a run that diverges as far as it was run; unless it goes on moving out and up, it does not
 */
function diverged(run, course) {
  const { steps, more, criteria: { domain } } = course;
  const end = run.length - 1;
  let [done, x, y, loss] = [steps, run.x[end], run.y[end], run.loss[end]];
  for (const { first, length, record } of pieces(run, course, null)) {
    done = steps + first + length - 1;
    [x, y, loss] = [record.x[length - 1], record.y[length - 1], record.loss[length - 1]];
  }
  const goesOut = outside(x, y, domain) > outside(run.x[0], run.y[0], domain) && loss > run.loss[end];
  return { steps: done, leaves: null, status: done < steps + more || goesOut ? run.status : "running", rounded: false };
}
