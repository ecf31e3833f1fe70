/**
 * The engine whole: from a state of the page to its runs, measured as the server's are. Pure; in the page, in a worker and in a lesson file.
 *
 * @typedef {import("../base/types.js").Run} Run
 */

import { criteriaOf, judge } from "./judge.js";
import { simulate } from "./simulate.js";

/**
 * @param {import("../base/types.js").Translated} translated the module that the server has written
 * @returns {import("../service/engine.js").Compute}
 */
export const computeWith = (translated) => (state, catalog, { bound, near, found = null }) => {
  const runs = simulate(state, catalog, bound, translated, { near, found });
  if (!runs) return null;
  if (!bound) { // what a run is measured against is not known, nor when one whose numbers overflow has left
    if (runs.some(({ length }) => length <= state.steps)) return null;
    return runs.map(({ effort, noisy, memory, ...run }) => ({ ...run, caption: "", status: "running", diverged_at: null, metrics: null }));
  }
  const criteria = criteriaOf(bound.criteria, state.conditions, runs[0].noisy);
  return runs.map(({ effort, noisy, memory, ...run }) => ({ ...run, caption: "", ...judge(run, state.steps, criteria, effort) }));
};
