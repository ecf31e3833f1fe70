/** Loads the engine: the module of rules and surfaces that the server has written, and what runs and judges them. */

/** @returns {Promise<import("../service/engine.js").Loaded>} */
export async function loadEngine() {
  const [{ computeWith }, { gridWith }, written] = await Promise.all([
    import("./compute.js"),
    import("./grid.js"),
    // @ts-expect-error the server writes this module
    import("./translated.js"),
  ]);
  const translated = /** @type {import("../base/types.js").Translated} */ (written);
  return { compute: computeWith(translated), gridOf: gridWith(translated) };
}
