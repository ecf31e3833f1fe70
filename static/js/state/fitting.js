/**
 * What fits of what a reader wants: steps within the limits, schedules within the run, step lengths from optimizers that
 * run. What does not fit is cut, it is said, and it is kept at hand: as soon as it fits it is there again. Pure.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").Optimizer} Optimizer
 * @typedef {import("../base/types.js").State} State
 */

import { entry } from "./address.js";

/** The parameters that count steps of the run, and how they are called in a notice. */
const COUNTED = { warmup: "warm-up", every: "schedule interval" };

/** @param {Pick<State, "optimizers">} state */
export const running = (state) => state.optimizers.filter((optimizer) => optimizer.on);

/**
 * @param {State} state
 * @param {Catalog} catalog
 * @returns {number} how many steps the limits allow this scenario
 */
export function mostSteps(state, catalog) {
  const runs = running(state).length * state.starts.length;
  return Math.max(1, Math.min(catalog.limits.steps, Math.floor(catalog.limits.points / runs)));
}

/** @param {State} state @returns {State} as the reader wants it, with nothing cut */
export const whole = (state) => (state.wanted ? { ...state, ...state.wanted, wanted: null } : state);

/**
 * @param {State} state with nothing cut
 * @param {Catalog} catalog
 * @returns {State} a legal one; `wanted` holds what was cut
 */
export function fit(state, catalog) {
  const steps = Math.min(state.steps, mostSteps(state, catalog));
  const step = state.step === null || state.step >= steps ? null : state.step;
  const optimizers = lengthsFit(schedulesFit(state.optimizers, steps));
  if (steps === state.steps && step === state.step && optimizers === state.optimizers) return state;
  return { ...state, steps, step, optimizers, wanted: { steps: state.steps, step: state.step, optimizers: state.optimizers } };
}

/**
 * @param {State} state
 * @param {Catalog} catalog
 * @returns {string[]} a sentence for everything that is cut, but for the step shown, which shows itself, and for what is
 *   at its default, which nobody asked for
 */
export function cuts({ steps, optimizers, wanted }, catalog) {
  if (!wanted) return [];
  const texts = wanted.steps > steps ? [`${wanted.steps} steps are more than fit: ${steps} with these runs.`] : [];
  wanted.optimizers.forEach((asked, i) => {
    const { title, parameters } = entry(catalog.optimizers, asked.name);
    for (const [name, words] of Object.entries(COUNTED)) {
      const unasked = parameters.find((parameter) => parameter.name === name)?.default; // a default fits without a word
      if ([unasked, optimizers[i].values[name]].includes(asked.values[name])) continue;
      texts.push(`The ${words} of ${title}, ${asked.values[name]} steps, is cut to the length of the run.`);
    }
    if (asked.length !== optimizers[i].length) texts.push("A step length has to come from another optimizer that runs.");
  });
  return [...new Set(texts)];
}

/**
 * @param {Optimizer[]} optimizers
 * @param {number} steps
 * @returns {Optimizer[]} without schedules longer than the run
 */
function schedulesFit(optimizers, steps) {
  return mended(optimizers, (optimizer) => {
    const { values } = optimizer;
    const warmup = Math.min(Number(values.warmup), steps);
    const every = values.schedule === "step" ? Math.min(Number(values.every), steps) : values.every;
    const same = warmup === values.warmup && every === values.every;
    return same ? optimizer : { ...optimizer, values: { ...values, warmup, every } };
  });
}

/**
 * @param {Optimizer[]} optimizers
 * @returns {Optimizer[]} without lengths from an optimizer that is not there; of lengths that go round in a circle the first
 *   is dropped. The library mends an address in the same way.
 */
function lengthsFit(optimizers) {
  return mended(optimizers, (optimizer, soFar) =>
    optimizer.length && !takesLength(running({ optimizers: soFar }), optimizer) ? { ...optimizer, length: "" } : optimizer);
}

/**
 * @param {Optimizer[]} optimizers
 * @param {(optimizer: Optimizer, soFar: Optimizer[]) => Optimizer} mend soFar: those before it are mended already
 * @returns {Optimizer[]} those that run mended, the same list where nothing had to be
 */
function mended(optimizers, mend) {
  let list = optimizers;
  for (let i = 0; i < list.length; i++) {
    const next = list[i].on ? mend(list[i], list) : list[i];
    if (next !== list[i]) list = list.with(i, next);
  }
  return list;
}

/**
 * @param {Optimizer[]} on
 * @param {Optimizer} optimizer
 * @returns {boolean} whether there is one to take its length from, and following the lenders comes to an end
 */
function takesLength(on, optimizer) {
  const lengthOptimizer = (/** @type {Optimizer} */ one) => on.find((other) => one.length && other.name === one.length && other !== one);
  const seen = new Set();
  let at = lengthOptimizer(optimizer);
  if (!at) return false;
  for (; at; at = lengthOptimizer(at)) {
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return true;
}
