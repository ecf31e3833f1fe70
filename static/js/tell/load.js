/** Loads what finds verdicts: the module of rules, surfaces and words that the server has written, and what reads it. */

/** @returns {Promise<import("./tell.js").Tell>} */
export async function loadVerdict() {
  const [{ tellWith }, translated] = await Promise.all([
    import("./tell.js"),
    // @ts-expect-error the server writes this module
    import("../engine/translated.js"),
  ]);
  return tellWith(/** @type {import("../base/types.js").Translated} */ (translated));
}
