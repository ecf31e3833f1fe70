import assert from "node:assert/strict";
import { test } from "node:test";

import { loadCatalog, unpacked } from "../../../static/js/service/catalog.js";

const [lr, beta] = [{ name: "lr" }, { name: "beta" }];
const packed = {
  limits: { steps: 10 }, parameters: [lr, beta],
  optimizers: [{ name: "sgd", parameters: [0] }, { name: "momentum", parameters: [0, 1] }], surfaces: [{ name: "sphere", parameters: [] }],
};
const whole = {
  limits: { steps: 10 },
  optimizers: [{ name: "sgd", parameters: [lr] }, { name: "momentum", parameters: [lr, beta] }], surfaces: [{ name: "sphere", parameters: [] }],
};

test("every entry gets its parameters", () => assert.deepEqual(unpacked(packed), whole));

test("a catalog that does not load is said, and loaded again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const answers = [() => { throw new TypeError("Failed to fetch"); }, () => new Response("", { status: 500 }), () => Response.json(packed)];
  const asked = t.mock.method(globalThis, "fetch", async () => answers[asked.mock.callCount()]());
  const said = [];
  const loading = loadCatalog("static/catalog.json", (text) => {
    said.push(text);
    setImmediate(() => t.mock.timers.tick(4000));
  });
  assert.deepEqual(await loading, whole);
  assert.deepEqual(said, ["The server does not answer. You see the last runs that arrived.", "The server answered 500."]);
});
