/**
 * Cuts what a reader wants to what fits: steps within the limits, schedules within the run, step lengths from optimizers
 * that run. A notice names each cut. The wish is kept, and takes effect as soon as it fits. Pure.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").Optimizer} Optimizer
 * @typedef {import("../base/types.js").State} State
 */

import { entry } from "./families.js";

/** The parameters that count steps of the run, and their names in a notice. */
const COUNTED = { warmup: "warm-up", every: "schedule interval" };

/**
 * @param {string} name of an optimizer
 * @param {Catalog} catalog
 * @returns {boolean} whether it chooses its own step lengths, so that it has no learning rate, no schedule and no decay
 */
export const isSolver = (name, catalog) => entry(catalog.optimizers, name).engine === "server";

/** @param {Pick<State, "optimizers">} state */
export const running = (state) => state.optimizers.filter((optimizer) => optimizer.on);

/**
 * @param {State} state
 * @param {Catalog} catalog
 * @returns {number} how many steps the limits allow this scenario
 */
export function mostSteps(state, catalog) {
  const count = running(state).reduce((sum, { name }) => sum + (isSolver(name, catalog) ? catalog.limits.solver : 1), 0);
  const runs = count * state.starts.length;
  return Math.max(1, Math.min(catalog.limits.steps, Math.floor(catalog.limits.points / runs)));
}

/** @param {State} state @returns {State} as the reader wants it, without cuts */
export const whole = (state) => (state.wanted ? { ...state, ...state.wanted, wanted: null } : state);

/**
 * @param {State} state without cuts
 * @param {Catalog} catalog
 * @returns {State} a legal one; `wanted` holds what was cut
 */
export function fit(state, catalog) {
  const steps = Math.min(state.steps, mostSteps(state, catalog));
  const step = state.step === null || state.step >= steps ? null : state.step;
  const optimizers = lengthsFit(schedulesFit(state.optimizers, steps), catalog);
  if (steps === state.steps && step === state.step && optimizers === state.optimizers) return state;
  return { ...state, steps, step, optimizers, wanted: { steps: state.steps, step: state.step, optimizers: state.optimizers } };
}

/**
 * @param {State} state
 * @param {Catalog} catalog
 * @returns {string[]} a sentence for every cut, except for the step shown, which the reader sees, and for values at
 *   their defaults, which the reader did not ask for
 */
export function cuts({ steps, optimizers, wanted }, catalog) {
  if (!wanted) return [];
  const texts = wanted.steps > steps ? [`${wanted.steps} steps are too many: with these runs at most ${steps} fit.`] : [];
  wanted.optimizers.forEach((asked, i) => {
    const { title, parameters } = entry(catalog.optimizers, asked.name, asked.values);
    for (const [name, words] of Object.entries(COUNTED)) {
      const unasked = parameters.find((parameter) => parameter.name === name)?.default; // cutting a default needs no notice
      if ([unasked, optimizers[i].values[name]].includes(asked.values[name])) continue;
      texts.push(`The ${words} of ${title}, ${asked.values[name]} steps, was shortened to the length of the run.`);
    }
    if (asked.length !== optimizers[i].length) texts.push("A step length has to come from another optimizer that is switched on.");
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
    if (!("warmup" in values)) return optimizer;
    const warmup = Math.min(Number(values.warmup), steps);
    const every = values.schedule === "step" ? Math.min(Number(values.every), steps) : values.every;
    const same = warmup === values.warmup && every === values.every;
    return same ? optimizer : { ...optimizer, values: { ...values, warmup, every } };
  });
}

/**
 * @param {Optimizer[]} optimizers
 * @param {Catalog} catalog
 * @returns {Optimizer[]} without lengths from an optimizer that is missing; if lengths form a circle, the first one is
 *   dropped. The library corrects an address in the same way.
 */
function lengthsFit(optimizers, catalog) {
  return mended(optimizers, (optimizer, soFar) =>
    optimizer.length && !takesLength(running({ optimizers: soFar }), optimizer, catalog) ? { ...optimizer, length: "" } : optimizer);
}

/**
 * @param {Optimizer[]} optimizers
 * @param {(optimizer: Optimizer, soFar: Optimizer[]) => Optimizer} mend soFar: those before it are corrected already
 * @returns {Optimizer[]} the list with those that run corrected, the same list if nothing changed
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
 * @param {Catalog} catalog
 * @returns {boolean} whether it can take its length from another optimizer, and following the lengths comes to an end
 */
function takesLength(on, optimizer, catalog) {
  const lengthOptimizer = (/** @type {Optimizer} */ one) => on.find((other) => one.length && other.name === one.length && other !== one);
  const seen = new Set();
  let at = lengthOptimizer(optimizer);
  if (!at || isSolver(at.name, catalog)) return false;
  for (; at; at = lengthOptimizer(at)) {
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return true;
}
