/**
 * Loads the engine: the module of rules and surfaces that the server has written, and what runs and judges them.
 *
 * @typedef {import("../service/engine.js").Compute} Compute
 */

/** @returns {Promise<Compute>} */
export async function loadEngine() {
  const [{ simulate }, { criteriaOf, judge }, translated] = await Promise.all([
    import("./simulate.js"),
    import("./judge.js"),
    // @ts-expect-error the server writes this module
    import("./translated.js"),
  ]);
  return (state, catalog, bound) => {
    const runs = simulate(state, catalog, bound, /** @type {import("../base/types.js").Translated} */ (translated));
    const criteria = criteriaOf(bound.criteria, state.conditions);
    return runs && runs.map(({ effort, ...run }) => ({ ...run, caption: "", ...judge(run, state.steps, criteria, effort) }));
  };
}
