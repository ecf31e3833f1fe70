/**
 * What is held equal: which optimizer runs with which rate, and from which one it takes the length of its steps. Twin of
 * optimizers/run/fairness.py, for optimizers that take one step after another.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").Optimizer} Optimizer
 * @typedef {import("../base/types.js").PlannedOptimizer} PlannedOptimizer
 * @typedef {import("../base/types.js").Rule} Rule
 * @typedef {import("../base/types.js").Translated} Translated
 * @typedef {import("../base/types.js").Values} Values
 */

import { entry } from "../state/families.js";
import { pack, ruleCode } from "./entries.js";
import { numberOf } from "./number-of.js";

/**
 * @param {Optimizer[]} on the optimizers that are on, in their order
 * @param {number|string} fair own, rate, length or tuned
 * @param {number} steps
 * @param {Catalog} catalog
 * @param {Translated} translated
 * @param {(number|null)[]|null} found for each the learning rate that tuning found, null if it keeps its own; null if that is not known
 * @param {number} [count] for how many steps they have rates, by default all
 * @returns {PlannedOptimizer[]|null} null where only the server can run them
 */
export function planned(on, fair, steps, catalog, translated, found, count = steps) {
  if (fair === "tuned" && !found) return null;
  /** @type {PlannedOptimizer[]} */
  const list = [];
  for (const [index, one] of on.entries()) {
    const rule = entry(catalog.optimizers, one.name, one.values);
    const code = ruleCode(rule, translated);
    const lengthFrom = finalLengthIndex(on, index, fair);
    if (!code || lengthFrom === undefined) return null;
    const tuned = fair === "tuned" && found ? found[index] : null;
    const paced = fair === "rate" ? on[0] : one;
    const lr = Number(lengthFrom !== null || tuned === null ? paced.values.lr : tuned);
    /** @type {Values} */
    const values = { ...one.values, lr };
    const pace = paceOf(lr, paced.values, steps, count, rule, translated);
    const other = lengthFrom === null ? null : on[fair === "rate" ? 0 : lengthFrom];
    const lengthPace = other ? paceOf(Number(tuned ?? other.values.lr), other.values, steps, count, entry(catalog.optimizers, other.name, other.values), translated) : pace;
    list.push({
      rule: code,
      begin: code.begin.map((initial) => Number(typeof initial === "string" ? values[initial] : initial)),
      p: pack(rule, code, values),
      rates: pace.rates,
      lengthFrom,
      lengthRates: lengthPace.rates,
      ...besideTheStep(one.values),
      rate: lengthPace.constant ? lengthPace.rate : lengthPace.rates,
    });
  }
  return list;
}

/**
 * @param {number} rate
 * @param {Values} values of all parameters of an optimizer, its schedule among them
 * @param {number} steps of the run that the schedule is for
 * @param {number} count of the steps that have rates
 * @param {Rule} rule whose parameters name the schedules
 * @param {Translated} translated
 * @returns {{rate: number, constant: boolean, rates: Float64Array}} the learning rate at each step; constant: it never changes
 */
function paceOf(rate, values, steps, count, rule, { multiply }) {
  const { schedule = "constant", warmup = 0, every = 1, gamma = 1 } = values;
  const constant = schedule === "constant" && warmup === 0;
  if (constant) return { rate, constant, rates: new Float64Array(count).fill(rate) };
  const rates = new Float64Array(count).fill(1);
  multiply(rates, numberOf(rule, "schedule", schedule), steps, Number(warmup), Number(every), Number(gamma));
  return { rate, constant, rates: rates.map((factor) => rate * factor) };
}

/**
 * @param {Optimizer[]} on
 * @param {number} index
 * @param {number|string} fair
 * @returns {number|null|undefined} the index of the optimizer from which the one at `index` gets its step length, null for
 *   itself, undefined if lengths form a circle
 */
function finalLengthIndex(on, index, fair) {
  if (fair === "length") return index === 0 ? null : 0;
  let at = lengthIndex(on, index);
  for (let hops = 0; hops <= on.length; hops += 1) {
    const further = at === null ? null : lengthIndex(on, at);
    if (further === null) return at;
    at = further;
  }
  return undefined;
}

/** @param {Optimizer[]} on @param {number} index @returns {number|null} the optimizer that its own `length` names */
function lengthIndex(on, index) {
  const { length } = on[index];
  const found = length ? on.findIndex(({ name }, i) => name === length && i !== index) : -1;
  return found < 0 ? null : found;
}

/**
 * @param {Values} values of all parameters of an optimizer
 * @returns {{decay: number, decoupled: boolean}} the weight decay that is not in the step of the rule itself
 */
const besideTheStep = ({ weight_decay: decay, decoupled_weight_decay: kind }) =>
  (kind === undefined ? { decay: 0, decoupled: false } : { decay: Number(decay), decoupled: kind === 1 });
