/** Finds verdicts beside the page: says null when it is ready, then takes tasks and answers {query, findings}. */

import { loadVerdict } from "./load.js";

/** @typedef {import("../service/verdict-finder.js").Task} Task */

const scope = /** @type {{postMessage: (message: unknown) => void}} */ (/** @type {unknown} */ (globalThis));
const finder = loadVerdict();
/** @type {import("../base/types.js").Catalog} */
let catalog;
/** @type {import("../service/verdict-finder.js").Ground} */
let ground;

addEventListener("message", async (/** @type {MessageEvent<Task>} */ { data }) => {
  catalog = data.catalog ?? catalog;
  ground = data.ground ?? ground;
  const tell = await finder;
  scope.postMessage({ query: data.query, findings: tell(data.state, catalog, ground) });
});

finder.then(() => scope.postMessage(null));

// An error in a promise ends no worker and reaches no page by itself.
addEventListener("unhandledrejection", ({ reason }) => {
  throw reason;
});
