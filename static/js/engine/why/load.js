/** Loads what explains steps: the modules of rules, surfaces and forms that the server has written, and what reads them. */

import { explainWith } from "./explain.js";

/** @returns {Promise<import("../../service/engine.js").Explain>} */
export async function loadExplain() {
  const [translated, { FORMS }] = await Promise.all([
    // @ts-expect-error the server writes this module
    import("../translated.js"),
    // @ts-expect-error and this one
    import("./forms.js"),
  ]);
  return explainWith(/** @type {import("../../base/types.js").Translated} */ (translated), /** @type {Object<string, import("./nodes.js").RuleForm>} */ (FORMS));
}
