/**
 * From a state of the page to its runs, with the bits of `simulate` in the library. Pure; it runs in the page, in a worker and in node.
 *
 * @typedef {import("../base/types.js").EngineRun} EngineRun
 * @typedef {Pick<import("../base/types.js").State, "surface"|"optimizers"|"starts"|"steps"|"conditions">} Scenario
 */

import { entry } from "../state/families.js";
import { running } from "../state/fitting.js";
import { drawsOf } from "./draws.js";
import { effortOf } from "./effort.js";
import { groundOf } from "./entries.js";
import { descend, memoryOf } from "./kernel.js";
import { planned } from "./rates.js";
import { recordOf } from "./record.js";

/**
 * @typedef {{optimizers: import("../base/types.js").PlannedOptimizer[], ground: import("../base/types.js").Ground,
 *   drawn: import("../base/types.js").StepDraws, draw: (steps: number) => import("../base/types.js").StepDraws|null}} Prepared
 *   what the kernel runs with; draw: draws for a run of so many steps, null where only the server can
 * @typedef {{near?: import("../base/types.js").Near|null, found?: (number|null)[]|null}} Given
 *   near: what the server has said of the surface with other values; found: for fair=tuned the rate found for each optimizer that is
 *   on, null if it keeps its own
 */

/**
 * @param {Scenario} state
 * @param {import("../base/types.js").Catalog} catalog
 * @param {import("../base/types.js").Bound|null} bound what the server says of the surface with its values; null if it has not
 *   answered, where the constants of most surfaces are computed here
 * @param {import("../base/types.js").Translated} translated the module that the server has written
 * @param {Given & {states?: boolean}} [options] states: whether to record the state of each step
 * @returns {EngineRun[]|null} optimizer by optimizer, start by start; null where only the server can compute them: methods that choose
 *   their own step lengths, draws that it cannot make, tuned rates that are not known, and what could not be translated
 */
export function simulate(state, catalog, bound, translated, { states = false, ...given } = {}) {
  const prepared = scenarioOf(state, catalog, bound, translated, given);
  return prepared && runAll(state, prepared, states);
}

/**
 * @param {Scenario} state
 * @param {Prepared} prepared
 * @param {boolean} [states] whether to record the state of each step
 * @returns {EngineRun[]} optimizer by optimizer, start by start
 */
export function runAll(state, { optimizers, ground, drawn }, states = false) {
  return optimizers.flatMap((one, optimizer) => state.starts.map((start, index) => {
    const rows = state.steps + 1;
    const record = { ...recordOf(rows), state: states ? new Float64Array(2 * rows * one.begin.length) : null };
    const { x, y, loss, gx, gy } = record;
    const giving = one.lengthFrom === null ? null : optimizers[one.lengthFrom];
    const memory = memoryOf(one, giving);
    const length = descend(one, giving, ground, start, drawn, record, { memory });
    const cut = (/** @type {Float64Array} */ column) => column.subarray(0, length);
    return {
      optimizer, start: index, length, memory, noisy: Boolean(drawn.noise || drawn.batches), rates: one.rate, effort: effortOf(giving ? [one.rule, giving.rule] : [one.rule]),
      x: cut(x), y: cut(y), loss: cut(loss), gx: cut(gx), gy: cut(gy),
      state: record.state && record.state.subarray(0, 2 * length * one.begin.length),
    };
  }));
}

/**
 * @param {Scenario} state
 * @param {import("../base/types.js").Catalog} catalog
 * @param {import("../base/types.js").Bound|null} bound
 * @param {import("../base/types.js").Translated} translated
 * @param {Given} given
 * @returns {Prepared|null} what the runs are computed from; null where only the server can
 */
export function scenarioOf(state, catalog, bound, translated, { near = null, found = null }) {
  const surface = entry(catalog.surfaces, state.surface.name, state.surface.values);
  const ground = groundOf(surface, state.surface.values, bound, near, translated);
  if (!ground) return null;
  const rows = surface.data ? (ground.q.length - 1) / 2 : 0; // q has their number, and then two numbers for each row
  const { batch = 0 } = state.surface.values;
  const draw = (/** @type {number} */ steps) => drawsOf(state.conditions, Number(batch) < rows ? Number(batch) : 0, rows, steps, translated);
  const drawn = draw(state.steps);
  if (!drawn) return null;
  const optimizers = planned(running(state), state.conditions.fair, state.steps, catalog, translated, found);
  if (!optimizers || (!bound && optimizers.some(({ rule }) => rule.needs.includes("floor")))) return null;
  return { ground, drawn, draw, optimizers };
}
