/** Loads the engine: the module of rules and surfaces that the server has written, and what runs and judges them. */

/** @returns {Promise<import("../service/engine.js").Compute>} */
export async function loadEngine() {
  const [{ computeWith }, translated] = await Promise.all([
    import("./compute.js"),
    // @ts-expect-error the server writes this module
    import("./translated.js"),
  ]);
  return computeWith(/** @type {import("../base/types.js").Translated} */ (translated));
}
