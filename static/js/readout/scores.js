/**
 * The columns of the scoreboard, and which run is best in each. Pure.
 *
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").Continuation} Continuation
 * @typedef {import("../base/types.js").Column} Column
 * @typedef {import("../base/types.js").Metrics} Metrics
 * @typedef {import("../base/types.js").Landmark} Landmark
 */

import { shortNumber } from "../base/numbers.js";
import { statusText, lossText, staysText, stepOrNever } from "../base/readings.js";

/** @param {number|null|undefined} value @param {string} [unit] */
const short = (value, unit = "") => (value === null || value === undefined ? "–" : shortNumber(value, 3) + unit);

/** @param {number|null} value in degrees; an angle too small to show is zero, but for rounding */
const degrees = (value) => short(value !== null && value < 5e-4 ? 0 : value, "°");

/**
 * @template {keyof Metrics} M
 * @param {string} name
 * @param {string} title
 * @param {M} metric
 * @param {(value: Metrics[M]|null) => string} text
 * @param {boolean} [ranked]
 * @returns {Column}
 */
function column(name, title, metric, text, ranked = true) {
  const found = (/** @type {Run} */ run) => run.metrics?.[metric] ?? null;
  const value = (/** @type {Run} */ run) => /** @type {number|null} */ (found(run)); // for a pair of numbers, the column defines its own value
  return { name, title, value, text: (run) => (run.metrics ? text(found(run)) : "–"), ranked };
}

/**
 * @param {Column} column
 * @param {string} name
 * @returns {Column} with a heading that names the unit, for programs
 */
const copiedAs = (column, name) => ({ ...column, copied: [{ name, value: column.value }] });

/** @param {Landmark|undefined} minimum @returns {string} where it is, and whether it is not the lowest one */
const minimumText = (minimum) => (minimum ? `${whereText(minimum)}${minimum.lowest ? "" : ", local"}` : "–");

/** @param {Landmark} minimum */
const whereText = ({ x, y, radius }) => (radius > 0 ? `circle of radius ${shortNumber(radius, 3)}` : `(${shortNumber(x, 3)}, ${shortNumber(y, 3)})`);

/** @param {[number, number]|null} flips */
const sum = (flips) => (flips ? flips[0] + flips[1] : null);

/** @type {import("../base/types.js").Copied[]} the step at which a run leaves again has its own column */
const STAY = [
  { name: "Stays", value: (run) => run.metrics?.stays ?? null, text: (run) => (run.metrics ? "never" : "–") },
  { name: "Stays until", value: (_, __, ahead = null) => ahead?.leaves ?? null },
];

/**
 * @param {Run} run
 * @param {number} step
 * @returns {boolean} whether the run goes on after that step
 */
export const goesOn = (run, step) => step < run.length - 1;

/** @param {Run} run @param {number} step @returns {number|null} the step at which it has reached the ring, null if that is later or never */
function reachedBy(run, step) {
  const reached = run.metrics?.reached ?? null;
  return reached !== null && (reached <= step || !goesOn(run, step)) ? reached : null;
}

/** @param {Run} run @param {number} step */
const reachedText = (run, step) => (reachedBy(run, step) === null && goesOn(run, step) ? "not yet" : stepOrNever(reachedBy(run, step)));

/** The columns that are always shown; the others appear when more are asked for. */
const BRIEF = new Set(["Loss", "Reached", "Stays", "Flips", "Status"]);

/** @param {Column} column */
export const isBrief = ({ name }) => BRIEF.has(name);

/** @type {Column[]} */
export const COLUMNS = [
  { name: "Loss", title: "loss f at the step shown", value: (run, step) => run.loss?.[Math.min(step, run.length - 1)] ?? null, text: lossText, ranked: true, soFar: true },
  {
    ...column("Reached", "first step inside the ring of a minimum, or within the tolerance", "reached", stepOrNever),
    soFar: true,
    value: (run, step) => reachedBy(run, step),
    text: (run, step) => (run.metrics ? reachedText(run, step) : "–"),
    copied: [{ name: "Reached", value: (run) => run.metrics?.reached ?? null, text: (run) => (run.metrics ? "never" : "–") }],
  },
  {
    ...column("Stays", "first step from which it stays there, and the step at which it leaves again, if it does", "stays", stepOrNever),
    value: (run, _, ahead = null) => ((ahead?.status ?? "converged") === "converged" ? run.metrics?.stays ?? null : null), // a run that leaves again is not the best
    text: (run, _, ahead = null) => (run.metrics ? staysText(run, ahead) : "–"),
    copied: STAY,
  },
  {
    ...column("Basin", "the minimum it stays at", "basin", String, false),
    value: () => null, // a point is not a number
    text: (run, _, __, minima = []) => minimumText(minima[run.metrics?.basin ?? -1]),
  },
  {
    ...column("Flips", "how often x or y turned back by more than a pixel; not counted with noise", "flips", (flips) => flips?.join(", ") ?? "–"),
    value: (run) => sum(run.metrics?.flips ?? null),
    copied: ["x", "y"].map((axis, i) => ({ name: `Flips in ${axis}`, value: (run) => run.metrics?.flips?.[i] ?? null })),
  },
  column("Detour", "path length divided by the straight distance between its ends", "detour", short),
  column("Largest", "length of the largest step", "largest_step", short, false),
  copiedAs(column("∠ −g", "mean angle of the steps to the negative gradient", "angle_to_gradient", degrees), "Angle to -g (degrees)"),
  copiedAs(column("∠ min", "mean angle of the steps to the nearest minimum", "angle_to_minimum", degrees), "Angle to minimum (degrees)"),
  column("Evals", "gradient evaluations", "gradient_evaluations", (value) => String(value ?? "–"), false),
  column("Evals f", "evaluations of f that the steps took", "loss_evaluations", (value) => String(value ?? "–"), false),
  column("Evals H", "evaluations of the Hessian", "hessian_evaluations", (value) => String(value ?? "–"), false),
  column("Escape", "first step at which the loss is below the saddle", "escape_step", stepOrNever),
  { name: "Status", title: "status of the run, checked beyond its last step", value: () => null, text: (run, _, ahead) => statusText(run, ahead), ranked: false },
];

/**
 * @param {Run[]} runs
 * @param {Landmark[]} minima of the surface
 * @param {(Continuation|null)[]} [ahead] how each of the runs continues, if that is known
 * @param {string[]|null} [before] the names of the columns shown before, which stay while nothing has been measured on the runs
 * @returns {Column[]} those that are useful here; their values and texts take account of `minima` and `ahead`
 */
export function columnsFor(runs, minima, ahead = [], before = null) {
  const stuck = runs.every((run) => (run.metrics?.escape_step ?? null) === null);
  const idle = /** @type {Object<string, boolean>} */ ({
    Basin: minima.length < 2,
    Escape: minima.length > 0 && stuck,
    "Evals f": !runs.some((run) => run.metrics?.loss_evaluations),
    "Evals H": !runs.some((run) => run.metrics?.hessian_evaluations),
  });
  const kept = runs.some(({ metrics }) => metrics) ? null : before;
  const on = (/** @type {Run} */ run) => ahead[runs.indexOf(run)] ?? null;
  return COLUMNS.filter(({ name }) => (kept ? kept.includes(name) : !idle[name])).map((one) => ({
    ...one,
    value: (run, step) => one.value(run, step, on(run)),
    text: (run, step) => one.text(run, step, on(run), minima),
    copied: one.copied?.map((field) => ({ ...field, value: (run, step) => field.value(run, step, on(run)) })),
  }));
}

/**
 * @param {Column} column
 * @param {Run[]} runs of one start
 * @param {number} step
 * @returns {Run[]} the best runs, several if they are equal; none if all are equal or there is only one
 */
export function best(column, runs, step) {
  if (!column.ranked || runs.length < 2) return [];
  const values = runs.map((run) => (run.status === "diverged" ? null : column.value(run, step)));
  const least = Math.min(...values.map((value) => value ?? Infinity));
  const winners = runs.filter((_, index) => values[index] === least);
  return winners.length === runs.length ? [] : winners;
}

/**
 * @param {Run[]} runs
 * @param {Column} column
 * @param {boolean} ascending
 * @param {number} step
 * @returns {Run[]} sorted runs; those without a value come last in both directions
 */
export function sorted(runs, column, ascending, step) {
  return [...runs].sort((a, b) => {
    const [x, y] = [column.value(a, step), column.value(b, step)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return ascending ? x - y : y - x;
  });
}
