/**
 * What a rule needs besides the gradient, as the kernel finds it before a step. Twin of optimizers/run/look.py.
 *
 * @typedef {import("../base/types.js").RuleCode} RuleCode
 * @typedef {import("../base/types.js").SurfaceCode} SurfaceCode
 * @typedef {import("../base/types.js").Seen} Seen
 */

import { CURVED, ELSEWHERE } from "./needs.js";

/** @param {number} floor the lowest value of the surface, NaN where it has none @returns {Seen} with nothing found yet */
export const nothingSeen = (floor) => ({
  loss: NaN, floor, gradient_at: new Float64Array(2), hessian: [new Float64Array(2), new Float64Array(2)],
  there: new Float64Array(2), slope: new Float64Array(2),
});

/**
 * Writes into `e` what the rule needs for its step from `here`.
 *
 * @param {RuleCode} rule
 * @param {SurfaceCode} surface
 * @param {Float64Array} q
 * @param {Float64Array} here
 * @param {number} value of the surface there
 * @param {Float64Array} seen the gradient that the rule sees
 * @param {Float64Array[]} state
 * @param {Float64Array} p
 * @param {number} across noise of this step
 * @param {number} up
 * @param {number} decay coupled weight decay, part of the function that the rule sees
 * @param {number} t the number of the step, from 1
 * @param {Seen} e
 */
export function look(rule, surface, q, here, value, seen, state, p, across, up, decay, t, e) {
  e.loss = value;
  if (decay !== 0) e.loss += 0.5 * decay * (here[0] * here[0] + here[1] * here[1]);
  if (rule.flags & ELSEWHERE && rule.point) {
    const { there, slope } = e;
    there.set(here);
    rule.point(there, seen, state, t, p, e);
    surface.evaluate(there, slope, q);
    e.gradient_at[0] = slope[0] + across;
    e.gradient_at[1] = slope[1] + up;
    if (decay !== 0) {
      e.gradient_at[0] += decay * there[0];
      e.gradient_at[1] += decay * there[1];
    }
  }
  if (rule.flags & CURVED) {
    surface.bend(here, e.hessian, q);
    if (decay !== 0) {
      e.hessian[0][0] += decay;
      e.hessian[1][1] += decay;
    }
  }
}
