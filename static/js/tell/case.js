/**
 * What the rules of the verdict need to know about a scenario and its runs: the twin of optimizers/tell/case.py. Pure.
 *
 * @typedef {import("../base/types.js").Continuation} Continuation
 * @typedef {import("../base/types.js").JudgedRun} JudgedRun
 * @typedef {import("../base/types.js").Landmarks} Landmarks
 * @typedef {import("../base/types.js").PlannedOptimizer} PlannedOptimizer
 * @typedef {{value: number, formula: string}} Limit the learning rate above which an optimizer diverges, and its formula
 */

import { PLACED } from "../engine/needs.js";
import { insideOf } from "../engine/target.js";
import { norm } from "../engine/nearest.js";
import { shortNumber } from "../base/numbers.js";
import { start as startMark } from "./marks.js";

const DIGITS = 4; // of the number of a line

/** Known only to a server, which has long double: whether the gradient is zero, but for rounding. */
export class OnlyTheServerKnows extends Error {}

export class Case {
  /**
   * @param {{state: import("../engine/simulate.js").Scenario, runs: JudgedRun[], ahead: Continuation[], decided: (number|null)[], titles: string[],
   *   kinds: import("../base/types.js").Optimizer[], planned: PlannedOptimizer[], typed: {surface: boolean, optimizers: boolean[]},
   *   numbers: string[][], main: string[][], ground: import("../base/types.js").Ground, criteria: import("../engine/judge.js").Criteria, landmarks: Landmarks,
   *   bound: import("../base/types.js").Bound, words: import("./words.js").Words}} known
   *   titles: of the optimizers that run, marked; kinds: those optimizers; typed: what a reader has typed; numbers, main: the hyper-parameters
   *   of each, and those that are not advanced
   */
  constructor({ state, runs, ahead, decided, titles, kinds, planned, typed, numbers, main, ground, criteria, landmarks, bound, words }) {
    this.runs = runs;
    this.titles = titles;
    this.kinds = kinds;
    this.planned = planned;
    this.typed = typed;
    this.numbers = numbers;
    this.main = main;
    this.words = words;
    this.steps = state.steps;
    this.begins = state.starts;
    this.starts = [...state.starts.keys()];
    this.criteria = criteria;
    this.landmarks = landmarks;
    this.bound = bound;
    this.ground = ground;
    this.minima = landmarks.landmarks.filter(({ kind }) => kind === "minimum");
    this.ahead = new Map(runs.map((run, index) => [run, ahead[index]]));
    this.decided = new Map(runs.map((run, index) => [run, decided[index]]));
    this.limits = planned.map((one) => this.#exceeded(one));
  }

  /** @returns {boolean} whether there is only one optimizer */
  get alone() {
    return this.titles.length === 1;
  }

  /** @returns {boolean} whether an optimizer has a name of several words that tells it from another of its kind */
  get compound() {
    return new Set(this.kinds.map(({ name }) => name)).size < this.kinds.length;
  }

  get noisy() {
    return this.criteria.noisy;
  }

  /** @returns {boolean} whether a ring has to be reached, and not a loss */
  get hasRing() {
    return this.criteria.radius >= 0;
  }

  /** @returns {string} the words after a verb for what a run reaches */
  get there() {
    if (!this.hasRing) return this.words.say("tolerance");
    return this.words.say(this.minima.length === 1 ? "one ring" : "a ring");
  }

  /** @returns {string} the words for where a run is that has reached a minimum */
  get where() {
    return this.words.say(this.hasRing ? "in" : "within", { there: this.there });
  }

  /** @returns {string} the words for what steps point at */
  get minimum() {
    return this.words.say(this.minima.length === 1 ? "one minimum" : "nearest minimum");
  }

  /** @returns {string} what is said of a surface that has no minimum, or none that is known */
  get withoutMinimum() {
    return this.words.say(this.typed.surface ? "none found" : "no minimum");
  }

  /** @param {number} start */
  ofStart(start) {
    return this.runs.filter((run) => run.start === start);
  }

  /** @param {JudgedRun} run @returns {string} the title of its optimizer, marked */
  title(run) {
    return this.titles[run.optimizer];
  }

  /** @param {number} start @returns {string} its label, marked */
  label(start) {
    return startMark(this.begins[start].label);
  }

  /** @param {JudgedRun} run @returns {Continuation} */
  goingOn(run) {
    return /** @type {Continuation} */ (this.ahead.get(run));
  }

  /** @param {JudgedRun} run @param {number} step @returns {boolean} whether rounding decides its path at the step */
  rounded(run, step) {
    const begins = this.decided.get(run) ?? null;
    return begins !== null && begins <= step;
  }

  /** @param {JudgedRun} run @returns {boolean} whether it stays at a minimum that is not the lowest */
  local({ metrics: { basin } }) {
    return basin !== null && !this.minima[basin].lowest;
  }

  /** @param {JudgedRun} run @returns {boolean} whether it stays on a circle of minima */
  onCircle({ metrics: { basin } }) {
    return basin !== null && this.minima[basin].radius > 0;
  }

  /** @param {number} start @returns {boolean} whether f and its gradient have finite values there */
  canBegin(start) {
    const { loss, gx, gy } = this.ofStart(start)[0];
    return [loss[0], gx[0], gy[0]].every(Number.isFinite);
  }

  /** @param {JudgedRun} run @returns {Limit|null} because of which it must diverge */
  limit(run) {
    const limit = this.limits[run.optimizer];
    return limit && this.#alongSteepAxis(run.start) ? limit : null;
  }

  /** @param {JudgedRun} run @returns {boolean} whether it has stayed so far, but rounding decides whether it continues to stay */
  balances(run) {
    if (run.metrics.stays === null) return false;
    const { rounded, leaves } = this.goingOn(run);
    const onFlatAxis = this.limits[run.optimizer] !== null && this.#alongSteepAxis(run.start) === null;
    return onFlatAxis || (Boolean(rounded) && leaves === null);
  }

  /** @param {JudgedRun} run @returns {boolean} whether it falls without bound */
  falls(run) {
    return !this.minima.length && run.steps < this.steps && run.loss[run.steps] < run.loss[0] && this.limit(run) === null;
  }

  /** @param {JudgedRun} run @returns {boolean} whether it does so far, or must and either shows it or only seems to stay */
  diverges(run) {
    const shows = () => run.metrics.stays !== null || run.loss.some((loss) => loss < run.loss[run.steps]);
    if (this.limit(run) !== null && shows()) return true;
    return this.goingOn(run).status === "diverged" && !this.falls(run);
  }

  /** @param {JudgedRun} run @returns {number|null} the step from which it stays at a minimum as far as it was continued */
  stays(run) {
    const unstable = this.limit(run) !== null || this.balances(run);
    return this.goingOn(run).status === "converged" && !unstable ? run.metrics.stays : null;
  }

  /** @param {JudgedRun} run @returns {boolean} whether it ends inside */
  insideAtEnd({ x, y, loss, steps }) {
    return insideOf(this.criteria, loss[0])(x[steps], y[steps], loss[steps]);
  }

  /** @param {number} start @returns {boolean} whether it is inside itself */
  beginsInside(start) {
    return this.minima.length > 0 && this.ofStart(start)[0].metrics.reached === 0;
  }

  /** @param {number} start @param {[number, number][]} points @returns {boolean} whether it is one of them */
  isAt(start, points) {
    const { x, y } = this.begins[start];
    return points.some((point) => point[0] === x && point[1] === y);
  }

  /** @param {number} start @returns {boolean} whether the gradient there is exactly zero */
  still(start) {
    const { gx, gy } = this.ofStart(start)[0];
    return flat(this.begins[start], gx[0], gy[0], this.landmarks, this.bound);
  }

  /** @param {number} start @returns {boolean} whether it is a minimum, with a gradient of exactly zero and no noise */
  atMinimum(start) {
    return !this.noisy && this.isAt(start, this.landmarks.minima) && this.still(start);
  }

  /** @param {number} start whose gradient is zero @returns {string[]} the titles of the optimizers that leave it by weight decay alone */
  pulled(start) {
    return this.ofStart(start).filter(({ optimizer, x, y }) => {
      const { decay, rule } = this.planned[optimizer];
      return decay !== 0 && !(rule.flags & PLACED) && (x.some((v) => v !== x[0]) || y.some((v) => v !== y[0]));
    }).map((run) => this.title(run));
  }

  /** @param {number} start @returns {string} the line through a saddle that no run from there leaves, such as "y = 0"; empty if there is none */
  lineToSaddle(start) {
    const runs = this.ofStart(start);
    for (const saddle of this.landmarks.saddles) {
      for (const i of [0, 1]) {
        const held = runs.every((run) => (i ? run.y : run.x).every((v) => v === saddle[i]) && (i ? run.gy : run.gx).every((v) => v === 0));
        if (held && !this.isAt(start, [saddle]) && this.#acrossFalls(saddle, i) && !this.still(start)) return line("xy"[i], saddle[i]);
      }
    }
    return "";
  }

  /** @param {[number, number]} saddle @param {number} i @returns {boolean} whether f falls from it along coordinate i */
  #acrossFalls(saddle, i) {
    if (this.landmarks.kinks.some(([x, y]) => x === saddle[0] && y === saddle[1])) return false;
    const bend = [new Float64Array(2), new Float64Array(2)];
    this.ground.surface.bend(Float64Array.from(saddle), bend, this.ground.q);
    return bend[i][i] < 0;
  }

  /**
   * @param {PlannedOptimizer} one
   * @returns {Limit|null} the limit of stability that its rate exceeds: of an optimizer that follows only its own rule, at a constant
   *   rate, on a quadratic
   */
  #exceeded({ rule, p, rates, rate, lengthFrom, decay }) {
    const { curvatures } = this.bound;
    if (!rule.limit || !curvatures || !(curvatures[1] > 0)) return null;
    if (typeof rate !== "number" || lengthFrom !== null || decay !== 0 || this.noisy) return null;
    const [value, formula] = rule.limit(p, curvatures[1]);
    return value > 0 && value * (1 + this.words.numbers.above) < rates[0] ? { value, formula: rule.limits[formula] } : null;
  }

  /** @param {number} start @returns {boolean|null} whether it has a component along the axis of the largest curvature; null if rounding may make it */
  #alongSteepAxis(start) {
    const { gx: [gx], gy: [gy] } = this.ofStart(start)[0];
    const { x, y } = this.begins[start];
    const [low, high, ax, ay] = /** @type {[number, number, number, number]} */ (this.bound.curvatures);
    const along = low === high ? norm(gx, gy) : Math.abs(ax * gx + ay * gy);
    if (along > 0 && along / high <= this.words.numbers.aside * norm(x, y)) return null;
    return along > 0;
  }
}

/**
 * @param {{x: number, y: number}} start
 * @param {number} gx the gradient there
 * @param {number} gy
 * @param {Landmarks} landmarks
 * @param {import("../base/types.js").Bound} bound
 * @returns {boolean} whether the gradient is zero, also in long double, which only the server has: it says so of the landmarks
 */
export function flat({ x, y }, gx, gy, { minima, saddles, maxima }, { tilted, untried = [] }) {
  if (gx !== 0 || gy !== 0) return false;
  const isAt = (/** @type {[number, number]} */ point) => point[0] === x && point[1] === y;
  if (untried.some(isAt) || ![minima, saddles, maxima].some((points) => points.some(isAt))) throw new OnlyTheServerKnows();
  return !tilted.some(isAt);
}

/** @param {string} axis @param {number} value @returns {string} the equation of a line, with "≈" if its number is rounded */
function line(axis, value) {
  const text = shortNumber(value, DIGITS);
  return `${axis} ${text.replace("−", "-") === String(value) ? "=" : "≈"} ${text}`;
}
