import assert from "node:assert/strict";
import { test } from "node:test";

import { plotArea } from "../../../static/js/plot/geometry.js";
import { nearestStep } from "../../../static/js/plot/nearest-step.js";

const AREA = plotArea([[-10, 10], [-5, 5]], 400); // 20 px per unit
const run = (optimizer, start, points) => ({ optimizer, start, x: points.map(([x]) => x), y: points.map(([, y]) => y), length: points.length });
const RUNS = [run(0, 0, [[-8, 0], [-6, 0], [-4, 0], [-4, 0]]), run(1, 1, [[0, 4], [0, 2], [-3.9, 0]])];
const at = (x, y, step = 99, radius = 6) => nearestStep(AREA, RUNS, step, (x + 10) * 20, (5 - y) * 20, radius);

test("the nearest step is meant, of whatever run", () => {
  assert.deepEqual(at(-6, 0), { optimizer: 0, start: 0, step: 1 });
  assert.deepEqual(at(0.2, 2.1), { optimizer: 1, start: 1, step: 1 });
  assert.deepEqual(at(-3.9, 0), { optimizer: 1, start: 1, step: 2 });
});

test("of several steps in one place the last is meant, of those that are drawn", () => {
  assert.deepEqual(at(-4, 0), { optimizer: 0, start: 0, step: 3 });
  assert.deepEqual(at(-4, 0, 2), { optimizer: 0, start: 0, step: 2 });
  assert.equal(at(-4, 0, 1), null);
});

test("the start itself is no step, and far away nothing is meant", () => {
  for (const [x, y] of [[-8, 0], [5, 0], [-6, 0.4]]) assert.equal(at(x, y), null);
  assert.deepEqual(at(-6, 0.4, 99, 12), { optimizer: 0, start: 0, step: 1 });
});
