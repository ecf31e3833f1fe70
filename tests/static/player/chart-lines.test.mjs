import assert from "node:assert/strict";
import { test } from "node:test";

import { stepAt, stretches, valueText } from "../../../static/js/player/chart-lines.js";

const LARGE = 3.4028234e38; // as the server writes what is too large
const line = (values, status = "running") => ({ run: { status }, loss: Float32Array.from(values), length: values.length });

test("a line breaks where a value is missing or was too large, and goes on after it", () => {
  assert.deepEqual(stretches(Float32Array.of(1, 2, NaN, 3, LARGE, -LARGE, 4, 5), 8), [[0, 1], [3, 3], [6, 7]]);
  assert.deepEqual(stretches(Float32Array.of(NaN, 1, 1), 3), [[1, 2]]);
  assert.deepEqual(stretches(Float32Array.of(1, 2, 3), 2), [[0, 1]]);
  for (const nothing of [[], [NaN], [LARGE, NaN]]) assert.deepEqual(stretches(Float32Array.from(nothing), nothing.length), []);
});

test("a value is written as far as it is known", () => {
  assert.deepEqual([0, 1, 2, 3].map((step) => valueText(line([50, NaN, LARGE]), step)), ["50", "–", "too large", "–"]);
  assert.equal(valueText(line([50], "diverged"), 7), "diverged");
});

test("a place on the chart is the nearest step, and never one outside the run", () => {
  assert.deepEqual([-5, 0, 4.9, 5.1, 50, 1000, 1200].map((px) => stepAt(px, 1000, 100)), [0, 0, 0, 1, 5, 100, 100]);
  assert.equal(stepAt(3, 0, 100), 100);
});
