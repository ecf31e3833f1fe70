/**
 * The kernel: takes steps, and records position, loss and gradient, with the bits of optimizers/run/descent.py, whose twin
 * it is. It knows no rule and no surface by name, and allocates nothing from step to step.
 *
 * @typedef {import("../base/types.js").PlannedOptimizer} PlannedOptimizer
 * @typedef {import("../base/types.js").Ground} Ground
 * @typedef {import("../base/types.js").Record} Record
 * @typedef {{state: Float64Array[], lengthState: Float64Array[]}} Memory what a rule remembers, and the one whose step length it takes
 */

import { draw } from "./draws.js";
import { look, nothingSeen } from "./look.js";
import { ANY, PLACED } from "./needs.js";

const LR = 0; // the first hyper-parameter of every rule is its learning rate

/**
 * @param {PlannedOptimizer} one
 * @param {PlannedOptimizer|null} giving
 * @returns {Memory} before the first step
 */
export function memoryOf(one, giving) {
  const begun = (/** @type {PlannedOptimizer} */ { begin }) => begin.map((value) => new Float64Array(2).fill(value));
  const state = begun(one);
  return { state, lengthState: giving ? begun(giving) : state };
}

/**
 * Takes all steps of one run.
 *
 * With `giving` each step keeps its direction and takes the length of the step that this optimizer would take, which sees
 * the same gradients and has a state of its own. Both steps are then taken from the origin, where nothing is lost to
 * rounding; a rule that reads its position takes its step from the position of the run instead.
 *
 * @param {PlannedOptimizer} one
 * @param {PlannedOptimizer|null} giving the optimizer whose step length it takes, null for its own
 * @param {Ground} ground the surface that it runs on
 * @param {{x: number, y: number}} start
 * @param {import("../base/types.js").StepDraws} draws noise, added to the gradient that the rules see; batches, the rows of the data in q of
 *   which the rules see the function at each step. What is recorded is always that of all.
 * @param {Record} record a row for the start and for each step
 * @param {{memory?: Memory, before?: number, nudges?: Float64Array|null, from?: number}} [more] memory: the states of both rules, which
 *   are changed; before: how many steps were taken before the start; nudges: two factors of each position after its step, of
 *   step 1 from row `from` + 1 on
 * @returns {number} how many rows there are in which all numbers are finite, one after the other
 */
export function descend(one, giving, ground, start, { noise, batches, batch }, record, { memory = memoryOf(one, giving), before = 0, nudges = null, from = 0 } = {}) {
  const { rule, decay, decoupled, rates } = one;
  const { surface, q } = ground;
  const lengthDecay = giving && !giving.decoupled ? giving.decay : 0;
  const coupled = decoupled ? 0 : decay;
  const { lengthRates } = one;
  const p = one.p.slice();
  const { state } = memory;
  const lengthP = giving ? giving.p.slice() : p;
  const lengthState = record.lengthState ?? memory.lengthState;
  const [here, next, slope, seen, lengthSeen, own, other] = Array.from({ length: 7 }, () => new Float64Array(2));
  const e = nothingSeen(ground.floor);
  const unscaled = giving !== null && rule.flags === 0; // a direction does not depend on the rate, which may be tiny; what a rule needs may
  const rows = record.x.length;
  const drawn = new Float64Array(1 + 2 * batch);
  let given = batches ? drawn : q; // the constants of the function that the rules see
  next[0] = before ? start.x : start.x + 0; // an address has no −0
  next[1] = before ? start.y : start.y + 0;
  let value = surface.evaluate(next, slope, q);
  keep(record, 0, next, value, slope, state);
  for (let row = 1; row < rows; row += 1) {
    const t = before + row;
    here[0] = next[0];
    here[1] = next[1];
    const across = noise ? noise[2 * t - 2] : 0;
    const up = noise ? noise[2 * t - 1] : 0;
    if (batches) {
      const count = draw(q, batches, batch, t, drawn);
      if (count !== given.length) given = drawn.subarray(0, count); // the last batch of an epoch may be smaller
      value = surface.evaluate(here, slope, given);
    }
    seen[0] = slope[0] + across;
    seen[1] = slope[1] + up;
    const rate = rates[t - 1];
    p[LR] = unscaled ? 1 : rate;
    if (giving) {
      lengthSeen[0] = seen[0] + lengthDecay * here[0];
      lengthSeen[1] = seen[1] + lengthDecay * here[1];
    }
    if (decay !== 0) {
      if (decoupled) {
        next[0] *= 1 - rate * decay;
        next[1] *= 1 - rate * decay;
      } else {
        seen[0] += decay * here[0];
        seen[1] += decay * here[1];
      }
    }
    if (rule.flags & ANY) look(rule, surface, given, here, value, seen, state, p, across, up, coupled, t, e);
    if (giving) {
      const isPlaced = rule.flags & PLACED;
      const lengthFrom = giving.rule.flags & PLACED;
      own[0] = isPlaced ? next[0] : 0;
      own[1] = isPlaced ? next[1] : 0;
      other[0] = lengthFrom ? here[0] : 0;
      other[1] = lengthFrom ? here[1] : 0;
      lengthP[LR] = lengthRates[t - 1];
      rule.step(own, seen, state, t, p, e);
      if (giving.rule.flags & ANY) look(giving.rule, surface, given, here, value, lengthSeen, lengthState, lengthP, across, up, lengthDecay, t, e);
      giving.rule.step(other, lengthSeen, lengthState, t, lengthP, e);
      if (isPlaced) {
        own[0] -= next[0];
        own[1] -= next[1];
      }
      if (lengthFrom) {
        other[0] -= here[0];
        other[1] -= here[1];
      }
      const largest = larger(Math.abs(own[0]), Math.abs(own[1]));
      if (largest > 0) { // without a direction, do not move
        const a = own[0] / largest; // divided first, so that no square underflows or overflows
        const b = own[1] / largest;
        const norm = Math.sqrt(a * a + b * b);
        const length = size(other);
        next[0] += length * (a / norm);
        next[1] += length * (b / norm);
      }
    } else rule.step(next, seen, state, t, p, e);
    if (nudges) {
      next[0] *= nudges[2 * (from + row)];
      next[1] *= nudges[2 * (from + row) + 1];
    }
    value = surface.evaluate(next, slope, q);
    // A number minus itself is 0 if it is finite, otherwise NaN.
    const zero = (value - value) + (next[0] - next[0]) + (slope[0] - slope[0]) + (next[1] - next[1]) + (slope[1] - slope[1]);
    if (zero !== 0) return row;
    keep(record, row, next, value, slope, state);
  }
  return rows;
}

/** @param {PlannedOptimizer} one @returns {Float64Array[]} its state before the first step */
export const startOf = ({ begin }) => begin.map((number) => new Float64Array(2).fill(number));

/**
 * @param {Record} record
 * @param {number} row
 * @param {Float64Array} position
 * @param {number} value
 * @param {Float64Array} slope
 * @param {Float64Array[]} state
 */
function keep(record, row, position, value, slope, state) {
  record.x[row] = position[0];
  record.y[row] = position[1];
  record.loss[row] = value;
  record.gx[row] = slope[0];
  record.gy[row] = slope[1];
  if (!record.state) return;
  for (let k = 0; k < state.length; k += 1) {
    const at = 2 * (row * state.length + k);
    record.state[at] = state[k][0];
    record.state[at + 1] = state[k][1];
  }
}

/** @param {Float64Array} d @returns {number} its length; no square underflows or overflows */
function size(d) {
  const largest = larger(Math.abs(d[0]), Math.abs(d[1]));
  if (largest === 0) return 0;
  const a = d[0] / largest;
  const b = d[1] / largest;
  return largest * Math.sqrt(a * a + b * b);
}

/** @param {number} a @param {number} b @returns {number} the larger one, as Python's max has it, also of NaN */
const larger = (a, b) => (b > a ? b : a);
