/** Computes runs beside the page, where they would hold it up: says null when it is ready, then takes tasks and answers {number, runs}. */

import { loadEngine } from "./load.js";

/** @typedef {import("../service/engine.js").Task} Task */

const scope = /** @type {{postMessage: (message: unknown, moved: Transferable[]) => void}} */ (/** @type {unknown} */ (globalThis));
const engine = loadEngine();
/** @type {import("../base/types.js").Catalog} */
let catalog;

addEventListener("message", async (/** @type {MessageEvent<Task>} */ { data }) => {
  catalog = data.catalog ?? catalog;
  const { compute } = await engine;
  const runs = compute(data.state, catalog, data.known);
  const columns = (runs ?? []).flatMap(({ x, y, loss, gx, gy }) => [x, y, loss, gx, gy]);
  scope.postMessage({ number: data.number, runs }, [...new Set(columns.map(({ buffer }) => buffer))]);
});

engine.then(() => scope.postMessage(null, []));

// An error in a promise ends no worker and reaches no page by itself.
addEventListener("unhandledrejection", ({ reason }) => {
  throw reason;
});
