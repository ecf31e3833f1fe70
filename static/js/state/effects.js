/**
 * Which values of a scenario have no effect, and why: parameters that others switch off, and learning rates under the
 * kinds of fairness and in step lengths of other optimizers. Pure.
 *
 * @typedef {import("../base/types.js").Parameter} Parameter
 * @typedef {import("../base/types.js").Values} Values
 * @typedef {import("../base/types.js").EffectiveRate} EffectiveRate
 * @typedef {{idle: string[], note: string, value: number|null, length: string}} Pace of an optimizer that is on.
 *   idle: the names of its parameters that have no effect; note: why, or empty; value: the rate in use, where that is not
 *   its own; length: why taking the step length of another has no effect, or empty.
 */

import { entry } from "./families.js";
import { isSolver, running } from "./fitting.js";

/** The parameters of a schedule, as schedules.py of the library has them. */
export const SCHEDULE = ["schedule", "warmup", "every", "gamma"];

/** @type {Pace} */
const OWN = { idle: [], note: "", value: null, length: "" };

/**
 * @param {Parameter} parameter
 * @param {Values} values of the parameters beside it
 * @returns {boolean} whether it has an effect; Parameter.counts of the library is its twin
 */
export const counts = ({ needs = [] }, values) =>
  needs.every(({ names, value, equal }) => names.some((name) => name in values && (values[name] === value) === equal));

/**
 * @param {Parameter} parameter that has no effect
 * @param {Values} values of the parameters beside it
 * @param {Parameter[]} parameters
 * @returns {string} why
 */
export function lacking({ needs = [] }, values, parameters) {
  const [unmet] = needs.filter((need) => !counts(/** @type {Parameter} */ ({ needs: [need] }), values));
  const meaning = parameters.find(({ name }) => name === unmet?.names[0])?.meaning;
  if (!meaning) return "";
  return unmet.equal ? `This has an effect only if the ${meaning} is ${unmet.value}.` : `This has no effect if the ${meaning} is ${unmet.value}.`;
}

/**
 * @param {Pick<import("../base/types.js").Optimizer, "name"|"values"|"length">} optimizer
 * @param {string} fair
 * @param {import("../base/types.js").Catalog} catalog
 * @returns {string[]} the names of its parameters that have no effect on its steps: those that another one switches off,
 *   and, where something else decides on the length of its steps, its rate and schedule. With fair=rate all have the rate of
 *   the first optimizer. optimizers/query/effects.py is the twin
 */
export function idle({ name: kind, values, length }, fair, catalog) {
  const { parameters } = entry(catalog.optimizers, kind, values);
  const found = parameters.filter((parameter) => !counts(parameter, values)).map(({ name }) => name);
  const rate = parameters.find(({ unit }) => unit);
  if (!rate) return found;
  const scaled = rate.scales && !shrinks(values);
  if (fair === "rate" || (scaled && (fair === "length" || length))) return [...found, rate.name, ...SCHEDULE];
  return fair === "tuned" && !length ? [...found, rate.name] : found;
}

/**
 * @param {import("../base/types.js").State} state
 * @param {import("../base/types.js").Catalog} catalog
 * @param {string[]} titles of the optimizers that are on
 * @param {(EffectiveRate|null)[]|null} rates in use, as the server answers them; null while they are not known
 * @returns {Pace[]} of each optimizer that is on
 */
export function paces(state, catalog, titles, rates) {
  const on = running(state);
  const first = on.findIndex(({ name }) => !isSolver(name, catalog));
  const { fair } = state.conditions;
  return on.map((one, index) => {
    const { parameters } = entry(catalog.optimizers, one.name, one.values);
    const rate = parameters.find(({ unit }) => unit);
    if (!rate || isSolver(one.name, catalog)) return OWN;
    const schedule = parameters.filter(({ name }) => SCHEDULE.includes(name)).map(({ name }) => name);
    const own = one.values[rate.name];
    const scaled = rate.scales && !shrinks(one.values) ? [rate.name, ...schedule] : [];
    if (fair === "rate" && index !== first) {
      const value = Number(on[first].values[rate.name]);
      const same = isScheduled(on[first].values) || isScheduled(one.values) ? "Same rate and schedule" : "Same rate";
      return { idle: [rate.name, ...schedule], note: `${same} as ${titles[first]}${aside(own, value)}.`, value, length: "" };
    }
    if (fair === "length") {
      const note = `Its steps are as long as the steps of ${titles[first]}${scaled.length ? ", so its rate has no effect" : ""}.`;
      return index === first ? { ...OWN, length: "The others take the length of its steps." } : { idle: scaled, note, value: null, length: note };
    }
    const found = fair === "tuned" ? rates?.[index] ?? null : null;
    if (one.length) {
      const other = on.findIndex((candidate) => candidate.name === one.length && candidate !== one);
      if (other < 0) return OWN;
      const tuned = found?.found ? `, tuned to the rate ${found.rate}` : "";
      return { ...OWN, idle: fair === "rate" ? [] : scaled, note: `Its steps are as long as the steps of ${titles[other]}${tuned}.` };
    }
    if (fair !== "tuned") return OWN;
    if (!found) return { ...OWN, idle: [rate.name], note: "Its rate is being tuned." };
    if (!found.found) return { ...OWN, note: "No rate reaches a minimum, so it keeps its own." };
    return { ...OWN, idle: [rate.name], note: `Rate found by tuning${aside(own, found.rate)}.`, value: found.rate };
  });
}

/** @param {number|string} own @param {number} used */
const aside = (own, used) => (own === used ? "" : ` instead of its own, ${own}`);

/** @param {Values} values @returns {boolean} whether its decoupled weight decay depends on its rate, whatever the length of its steps */
const shrinks = (values) => values.decoupled_weight_decay === 1 && values.weight_decay !== 0;

/** @param {Values} values */
const isScheduled = (values) => (values.schedule ?? "constant") !== "constant" || Boolean(values.warmup);
