import assert from "node:assert/strict";
import { test } from "node:test";

import { met } from "../../../static/js/controls/slider-marks.js";

const rate = { scale: "log", slider: [1e-4, 1] }; // a large step is 10^0.4, 2.5 times as much

test("a large step stops at the first mark on its way", () => {
  const marks = [0.05, 0.077, 0.08];
  assert.equal(met(rate, marks, 0.04, 1), 0.05);
  assert.equal(met(rate, marks, 0.05, 1), 0.077, "and goes on from there");
  assert.equal(met(rate, marks, 0.1, -1), 0.08);
  assert.equal(met(rate, marks, 0.08, -1), 0.077);
});

test("a mark that is farther away, behind, or asked for by another key is not met", () => {
  assert.equal(met(rate, [0.08], 0.01, 1), undefined);
  assert.equal(met(rate, [0.08], 0.08, 1), undefined);
  assert.equal(met(rate, [0.08], 0.1, 1), undefined);
  assert.equal(met(rate, [0.08], 0.07, 0), undefined);
  assert.equal(met(rate, [], 0.07, 1), undefined);
});
