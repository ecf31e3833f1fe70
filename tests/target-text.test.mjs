import assert from "node:assert/strict";
import { test } from "node:test";

import { targetText } from "../static/js/controls/target-text.js";

const DOMAIN = [[-3, 3], [-4, 4]]; // its diagonal is 10

test("what counts as there is said with its numbers", () => {
  assert.equal(targetText({ target: "distance", tolerance: 0.005 }, DOMAIN),
    "A run is there once it is inside a ring: within 0.05 of a minimum, 0.5 % of the plot's diagonal.");
  assert.equal(targetText({ target: "distance", tolerance: 1e-9 }, DOMAIN),
    "A run is there once it is inside a ring: within 1.00e−8 of a minimum, 1.00e−7 % of the plot's diagonal.");
  assert.equal(targetText({ target: "loss", tolerance: 1e-4 }, DOMAIN),
    "A run is there once at most 0.01 % of the way from f(start) down to the minimum is left.");
});
