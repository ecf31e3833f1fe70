import assert from "node:assert/strict";
import { test } from "node:test";

import { targetText } from "../../../static/js/controls/target-text.js";

const DOMAIN = [[-3, 3], [-4, 4]]; // its diagonal is 10

test("the hint has the numbers of the target", () => {
  assert.equal(targetText({ target: "distance", tolerance: 0.005 }, DOMAIN),
    "A run has reached a minimum when it is inside the ring around it: within 0.05, which is 0.5 % of the plot's diagonal.");
  assert.equal(targetText({ target: "distance", tolerance: 1e-9 }, DOMAIN),
    "A run has reached a minimum when it is inside the ring around it: within 1.00e−8, which is 1.00e−7 % of the plot's diagonal.");
  assert.equal(targetText({ target: "loss", tolerance: 1e-4 }, DOMAIN),
    "A run has reached a minimum when at most 0.01 % of the way down from f(start) to the minimum's value is left.");
});
