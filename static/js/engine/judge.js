/**
 * Measures everything on a run and says how it ends: the twin of optimizers/run/judge.py, target.py and metrics.py. All numbers
 * are the same bits, but for the angles, where an arc tangent may differ in the last one. Pure.
 *
 * @typedef {import("../base/types.js").Metrics} Metrics
 * @typedef {import("../base/types.js").Measures} Measures
 * @typedef {{x: Float64Array, y: Float64Array, loss: Float64Array, gx: Float64Array, gy: Float64Array, length: number}} Rows
 *   of a run: row 0 is the start; length: how many there are, the last one finite
 * @typedef {{minima: [number, number, number][], radius: number, floor: number, tolerance: number, saddle: number, below: number,
 *   pixel: number, noisy: boolean, domain: [number, number, number, number]}} Criteria
 *   radius: of the ring, −1 where the loss decides; floor, saddle: NaN where there is none
 * @typedef {{gradients: number, losses: number, hessians: number}} Effort what a step evaluates
 * @typedef {{status: string, steps: number, diverged_at: number|null, metrics: Metrics}} Judgement as the end of the server's stream has it
 */

import { Nearest, norm, SAFE } from "./nearest.js";

const DWELL = 10; // steps
const PART = 10; // a run has to stay for this fraction of its steps, one tenth
const BELOW = 1e-4; // the part of the way down from a saddle that counts as below, where the distance decides
/** A product of three numbers between these neither overflows nor underflows. */
const TAME = [1e-60, 1e60];
const DEGREES = 180 / Math.PI;

/**
 * @param {Measures} measures of the surface
 * @param {Object<string, number|string>} conditions of the scenario
 * @param {boolean} [noisy] whether chance decides what the rules see
 * @returns {Criteria} what the runs of the scenario are measured against
 */
export function criteriaOf({ minima, floor, saddle, diagonal, pixel, domain }, conditions, noisy = false) {
  const tolerance = Number(conditions.tolerance);
  const ring = conditions.target === "distance";
  return {
    minima,
    radius: ring ? tolerance * diagonal : -1,
    floor: floor ?? NaN,
    tolerance,
    saddle: saddle ?? NaN,
    below: ring ? BELOW : tolerance,
    pixel,
    noisy,
    domain,
  };
}

/**
 * @param {Rows} run
 * @param {number} steps how many it should take; if it has fewer, its numbers overflow
 * @param {Criteria} criteria
 * @param {Effort} effort
 * @returns {Judgement}
 */
export function judge(run, steps, criteria, effort) {
  const { x, y, loss, gx, gy } = run;
  const { radius, floor, pixel } = criteria;
  const last = run.length - 1;
  const bound = criteria.tolerance * (loss[0] - floor);
  const down = Number.isNaN(floor) ? Math.abs(loss[0] - criteria.saddle) : criteria.saddle - floor;
  const level = criteria.saddle - criteria.below * down;
  const nearest = criteria.minima.length ? new Nearest(criteria.minima) : null;
  const [swingX, swingY] = [new Swing(x[0]), new Swing(y[0])];
  const [toGradient, toMinimum] = [new Angles(), new Angles()];
  let [reached, away, escape] = [-1, -1, -1];
  let total = 0;
  let largest = 0;
  for (let k = 0; k <= last; k++) {
    nearest?.move(x[k], y[k]);
    const inside = radius >= 0 ? nearest !== null && nearest.within(radius) : loss[k] - floor <= bound;
    if (!inside) away = k;
    else if (reached < 0) reached = k;
    if (escape < 0 && loss[k] < level) escape = k;
    if (k === last) break;
    let dx = x[k + 1] - x[k];
    let dy = y[k + 1] - y[k];
    const length = norm(dx, dy);
    total += length;
    largest = Math.max(largest, length);
    swingX.move(x[k + 1], pixel);
    swingY.move(y[k + 1], pixel);
    if (dx === 0 && dy === 0) continue;
    if (!Number.isFinite(length)) { // half the step: no overflow
      dx = 0.5 * x[k + 1] - 0.5 * x[k];
      dy = 0.5 * y[k + 1] - 0.5 * y[k];
    }
    toGradient.add(k, dx, dy, -gx[k], -gy[k]);
    if (nearest) toMinimum.add(k, dx, dy, nearest.wx, nearest.wy);
  }
  const stays = last === steps && lasts(away, steps);
  const leaves = !stays && (last < steps || isLeaving(run, last, criteria));
  return {
    status: stays ? "converged" : leaves ? "diverged" : "running",
    steps: last,
    diverged_at: leaves ? leftAt(run, last, criteria) : null,
    metrics: {
      reached: reached < 0 ? null : reached,
      stays: stays ? away + 1 : null,
      basin: stays && nearest ? nearest.at : null,
      escape_step: escape < 0 ? null : escape,
      final_loss: finite(loss[last]),
      path_length: finite(total),
      detour: finite(detour(run, last, total)),
      largest_step: finite(largest),
      flips: criteria.noisy ? null : [swingX.turns, swingY.turns],
      angle_to_gradient: finite(toGradient.mean),
      first_angle_to_gradient: finite(toGradient.first * DEGREES),
      angle_to_minimum: finite(toMinimum.mean),
      first_angle_to_minimum: finite(toMinimum.first * DEGREES),
      gradient_evaluations: last * effort.gradients,
      loss_evaluations: last * effort.losses,
      hessian_evaluations: last * effort.hessians,
    },
  };
}

/** @param {number} value @returns {number|null} as JSON has it */
const finite = (value) => (Number.isFinite(value) ? value : null);

/**
 * @param {number} outside the last step outside, −1 for none
 * @param {number} steps
 * @returns {boolean} whether a run is inside for long enough after it
 */
function lasts(outside, steps) {
  const count = steps - outside - 1;
  return count >= DWELL && PART * count >= steps;
}

/** How often a coordinate turns back, by more than so much. */
class Swing {
  turns = 0;
  #direction = 0;

  /** @param {number} v the first value */
  constructor(v) {
    this.low = v; // since the last turn
    this.high = v;
  }

  /** @param {number} v the next value @param {number} least */
  move(v, least) {
    if (this.#direction === 0) {
      this.low = Math.min(this.low, v);
      this.high = Math.max(this.high, v);
      if (this.high - this.low > least) this.#direction = v === this.high ? 1 : -1;
    } else if (this.#direction > 0) {
      if (v > this.high) this.high = v;
      else if (this.high - v > least) {
        this.#direction = -1;
        this.low = v;
        this.turns++;
      }
    } else if (v < this.low) this.low = v;
    else if (v - this.low > least) {
      this.#direction = 1;
      this.high = v;
      this.turns++;
    }
  }
}

/** The sum of the angles between directions, as the argument of a product: see optimizers/run/judge.py. */
class Angles {
  first = NaN; // the angle of step 0, in radians
  #re = 1;
  #im = 0;
  #passes = 0; // over π
  #count = 0;

  /**
   * Add the angle between a and b, unless b is zero.
   * @param {number} k the step
   * @param {number} ax
   * @param {number} ay
   * @param {number} bx
   * @param {number} by
   */
  add(k, ax, ay, bx, by) {
    if (bx === 0 && by === 0) return;
    let dot = ax * bx + ay * by;
    let cross = Math.abs(ax * by - ay * bx);
    let size = cross + Math.abs(dot);
    if (!(TAME[0] < size && size < TAME[1])) {
      if (!(SAFE[0] < size && size < SAFE[1])) {
        const a = Math.max(Math.abs(ax), Math.abs(ay));
        const b = Math.max(Math.abs(bx), Math.abs(by));
        dot = (ax / a) * (bx / b) + (ay / a) * (by / b);
        cross = Math.abs((ax / a) * (by / b) - (ay / a) * (bx / b));
        size = cross + Math.abs(dot);
      }
      dot /= size;
      cross /= size;
    }
    this.#turn(dot, cross);
    if (k === 0) this.first = Math.atan2(cross, dot);
  }

  /** @param {number} dot @param {number} cross */
  #turn(dot, cross) {
    let re = this.#re * dot - this.#im * cross;
    let im = this.#re * cross + this.#im * dot;
    if (im < 0 || (im === 0 && re < 0)) {
      re = -re;
      im = -im;
      this.#passes++;
    }
    const size = Math.abs(re) + im;
    if (!(TAME[0] < size && size < TAME[1])) {
      re /= size;
      im /= size;
    }
    this.#re = re;
    this.#im = im;
    this.#count++;
  }

  /** @returns {number} the mean of the angles, in degrees; NaN of none */
  get mean() {
    return this.#count > 0 ? ((Math.atan2(this.#im, this.#re) + Math.PI * this.#passes) / this.#count) * DEGREES : NaN;
  }
}

/** @param {Rows} run @param {number} last @param {number} length @returns {number} of the path over the straight distance, NaN where it is zero, or a length overflows */
function detour({ x, y }, last, length) {
  const straight = norm(0.5 * x[last] - 0.5 * x[0], 0.5 * y[last] - 0.5 * y[0]); // halves, which cannot overflow
  return straight > 0 && Number.isFinite(length) ? (0.5 * length) / straight : NaN;
}

/** @param {number} x @param {number} y @param {Criteria["domain"]} domain @returns {number} the distance of a point from it: 0 inside, infinite if that overflows */
export const outside = (x, y, [left, right, bottom, top]) => norm(Math.max(left - x, x - right, 0), Math.max(bottom - y, y - top, 0));

/**
 * @param {Rows} run
 * @param {number} end its last row
 * @param {Criteria} criteria
 * @returns {boolean} whether it is on its way out: it ends outside the domain, farther from it than it began, with a loss above
 *   the loss at the start and still rising, over the last tenth of the steps and above all earlier ones
 */
function isLeaving({ x, y, loss }, end, { domain }) {
  const away = outside(x[end], y[end], domain);
  if (away === 0 || !(away > outside(x[0], y[0], domain))) return false;
  const split = end + 1 - Math.max(1, Math.floor(end / 10));
  let earlier = loss[0];
  for (let k = 0; k < split; k++) earlier = Math.max(earlier, loss[k]);
  let later = loss[split];
  for (let k = split; k <= end; k++) later = Math.max(later, loss[k]);
  return loss[end] > loss[0] && loss[end] > loss[split - 1] && later > earlier;
}

/** @param {Rows} run @param {number} last @param {Criteria} criteria @returns {number} the first row from which on all lie outside the domain, at least 1: no start has left */
function leftAt({ x, y }, last, { domain: [left, right, bottom, top] }) {
  for (let k = last; k > 0; k--) if (left <= x[k] && x[k] <= right && bottom <= y[k] && y[k] <= top) return k + 1;
  return 1;
}
