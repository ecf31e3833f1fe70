/**
 * Asks only for runs that have changed. By default a run depends on its own optimizer and on what all runs share, but not on
 * the other optimizers. Where something is held equal, or the caption has more to say, the whole scenario is asked for.
 *
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").State} State
 * @typedef {import("../base/types.js").Plan} Plan
 */

import { usual, writeScenario } from "./address.js";
import { entry } from "./families.js";
import { isSolver, running } from "./fitting.js";

/**
 * @param {State} state
 * @param {import("../base/types.js").Catalog} catalog
 * @param {Map<string, Run[]>} known the runs already loaded, by key
 * @returns {Plan} the key of each optimizer that is on, the indices of those not loaded, and the query for these
 */
export function plan(state, catalog, known) {
  const on = running(state);
  const alone = (/** @type {import("../base/types.js").Optimizer[]} */ optimizers) =>
    writeScenario({ ...state, optimizers }, catalog);
  const whole = alone(on);
  const apart = isPlain(state, catalog);
  const keys = on.map((optimizer, index) => (apart ? alone([optimizer]) : `${whole} ${index}`));
  const missing = keys.map((_, index) => index).filter((index) => !known.has(keys[index]));
  if (!apart && missing.length) return { keys, missing: keys.map((_, index) => index), query: whole };
  return { keys, missing, query: alone(missing.map((index) => on[index])) };
}

/**
 * @param {State} state
 * @param {import("../base/types.js").Catalog} catalog
 * @returns {boolean} whether every optimizer runs independently and the catalog's caption is complete
 */
export function isPlain(state, catalog) {
  const unusual = catalog.conditions.some((one) => state.conditions[one.name] !== usual(one, state.conditions));
  const surface = entry(catalog.surfaces, state.surface.name, state.surface.values);
  const described = surface.family || isCaptioned(surface, state.surface.values);
  const special = running(state).some(({ name, values, length }) =>
    length || isSolver(name, catalog) || isCaptioned(entry(catalog.optimizers, name, values), values));
  return !unusual && !described && !special;
}

/**
 * @param {import("../base/types.js").Rule | import("../base/types.js").Surface} entry
 * @param {import("../base/types.js").Values} values
 * @returns {boolean} whether the caption says one of the values
 */
const isCaptioned = ({ parameters }, values) =>
  parameters.some(({ name, captioned, choices }) => captioned && ![0, choices[0]].includes(values[name]));

/**
 * @param {Plan} plan
 * @param {Map<string, Run[]>} known
 * @param {Run[]} answered the runs of the plan's query
 * @returns {Run[][]} the runs of each optimizer that is on
 */
export function merge({ keys, missing }, known, answered) {
  return keys.map((key, index) => {
    const asked = missing.indexOf(index);
    const runs = asked < 0 ? known.get(key) ?? [] : answered.filter((run) => run.optimizer === asked);
    return runs.map((run) => ({ ...run, optimizer: index }));
  });
}
