import assert from "node:assert/strict";
import { test } from "node:test";

import { met, side } from "../../../static/js/controls/slider-marks.js";

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

test("labels of marks lie apart from each other and from the number beside the slider", () => {
  const sides = (places) => places.map((_, index) => side(index, places));
  assert.deepEqual(sides([0.97]), ["middle"]);
  assert.deepEqual(sides([0.5, 0.51]), ["before", "after"]);
  assert.deepEqual(sides([0.2, 0.5, 0.6]), ["before", "bare", "after"]);
  assert.deepEqual(sides([0.5, 0.97]), ["before", "before"], "it would reach into the number");
  assert.deepEqual(sides([0.9, 0.97]), ["before", "after"], "they would cover each other");
});
