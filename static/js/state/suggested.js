/**
 * Rates, starts and steps that a surface suggests: what follows when another text makes another surface, and what a query
 * may leave out. Pure.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").State} State
 * @typedef {import("../base/types.js").Suggestion} Suggestion
 */

import { writeScenario } from "./address.js";
import { entry } from "./families.js";
import { mostSteps } from "./fitting.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * @param {import("../base/types.js").Parameter} rate a learning rate
 * @param {Suggestion["rates"]} rates that a surface suggests
 * @returns {number} its default, with twelve digits, as the library has it
 */
export function suggestedRate({ unit, factor }, rates) {
  const rate = unit === "factor" ? 1 : rates[unit ?? "length"];
  return factor === 1 ? rate : Number((factor * rate).toPrecision(12));
}

/** @param {Suggestion} suggestion @param {Catalog} catalog @returns {import("../base/types.js").Start[]} */
export const suggestedStarts = ({ starts }, catalog) => starts.slice(0, catalog.limits.starts).map(([x, y], i) => ({ label: LETTERS[i], x, y }));

/**
 * @param {State} state of which another text has made the surface
 * @param {Suggestion} before what the surface suggested until now
 * @param {Suggestion} now
 * @param {Catalog} catalog
 * @param {string[]} locked
 * @returns {State} in which rates, starts and steps that were as suggested are as the surface suggests now
 */
export function following(state, before, now, catalog, locked) {
  const optimizers = state.optimizers.map((optimizer) => {
    const rates = ratesOf(optimizer, before, catalog).filter(({ name }) => !locked.includes(name));
    return { ...optimizer, values: { ...optimizer.values, ...Object.fromEntries(rates.map((p) => [p.name, suggestedRate(p, now.rates)])) } };
  });
  const moves = hasStarts(state, before, catalog) && !locked.includes("starts");
  const moved = { ...state, optimizers, starts: moves ? suggestedStarts(now, catalog) : state.starts };
  return state.steps === before.steps && !locked.includes("steps") ? { ...moved, steps: Math.min(now.steps, mostSteps(moved, catalog)) } : moved;
}

/**
 * @param {State} state
 * @param {Catalog} catalog
 * @returns {string} the scenario without rates, starts and steps that are as the surface suggests
 */
export function asSuggested(state, catalog) {
  const { suggestion } = entry(catalog.surfaces, state.surface.name, state.surface.values);
  const on = state.optimizers.filter((optimizer) => optimizer.on);
  let next = 0;
  return writeScenario(state, catalog).split("&").flatMap((item) => {
    if (item.startsWith("start=") && hasStarts(state, suggestion, catalog)) return [];
    if (item === `steps=${suggestion.steps}`) return [];
    if (!item.startsWith("optimizer=")) return [item];
    const optimizer = on[next++];
    return [ratesOf(optimizer, suggestion, catalog).reduce((text, { name }) => text.replace(`,${name}=${optimizer.values[name]}`, ""), item)];
  }).join("&");
}

/** @param {State} state @param {Suggestion} suggestion @param {Catalog} catalog */
const hasStarts = ({ starts }, suggestion, catalog) => JSON.stringify(starts) === JSON.stringify(suggestedStarts(suggestion, catalog));

/** @param {import("../base/types.js").Optimizer} optimizer @param {Suggestion} suggestion @param {Catalog} catalog its learning rates that are as suggested */
const ratesOf = ({ name, values }, suggestion, catalog) =>
  entry(catalog.optimizers, name, values).parameters.filter((p) => p.unit && values[p.name] === suggestedRate(p, suggestion.rates));
