import assert from "node:assert/strict";
import { test } from "node:test";

import { difference, shown } from "../../../static/js/service/exact.js";

const metrics = { reached: 3, stays: null, path_length: 2.5, flips: [0, 4], angle_to_gradient: 12.5 };
const run = (change = {}) => ({
  optimizer: 0, start: 0, x: Float64Array.of(0.1, 2), y: Float64Array.of(0, NaN), loss: Float64Array.of(1, 1e-300), gx: Float64Array.of(Infinity, 1),
  gy: Float64Array.of(1, 1), rates: 0.07, length: 2, status: "running", diverged_at: null, metrics, caption: "", ...change,
});

test("equal runs have no difference, whatever their numbers and their caption are", () => {
  assert.equal(difference([run(), run()], [run(), run({ caption: "own rates" })]), "");
  assert.equal(difference([run({ rates: Float64Array.of(1, 2) })], [run({ rates: Float64Array.of(1, 2) })]), "");
});

test("a difference in any bit is found, and said", () => {
  const near = 0.1 + 2 ** -56;
  assert.notEqual(near, 0.1);
  assert.equal(difference([run()], [run({ x: Float64Array.of(near, 2) })]), `optimizer 0, start 0: x of step 0 is 0.1 and ${near}`);
  for (const change of [
    { y: Float64Array.of(-0, NaN) }, { loss: Float64Array.of(1, 0) }, { gx: Float64Array.of(NaN, 1) }, { gy: Float64Array.of(1, 1 + 2 ** -52) },
    { rates: 0.08 }, { rates: Float64Array.of(0.07, 0.07) }, { length: 1 }, { status: "diverged" }, { diverged_at: 3 },
    ...[{ reached: null }, { stays: 0 }, { path_length: 2.5 + 2 ** -51 }, { flips: [0, 5] }, { flips: null }, { angle_to_gradient: 12.5 + 1e-9 }, { angle_to_gradient: null }]
      .map((one) => ({ metrics: { ...metrics, ...one } })),
  ]) assert.notEqual(difference([run()], [run(change)]), "", JSON.stringify(change));
  assert.notEqual(difference([run()], []), "");
});

test("a run on which nothing was measured is compared in all else", () => {
  assert.equal(difference([run({ metrics: null })], [run({ status: "converged" })]), "");
  assert.notEqual(difference([run({ metrics: null })], [run({ gy: Float64Array.of(1, 2) })]), "");
  assert.notEqual(difference([run({ metrics: null })], [run({ rates: 0.08 })]), "");
});

test("an arc tangent may differ in its last bits", () => {
  assert.equal(difference([run()], [run({ metrics: { ...metrics, angle_to_gradient: 12.5 + 2 ** -49 } })]), "");
});

test("runs are shown in float32, which saturates", () => {
  const { x, y, loss, length, metrics: found } = shown(run({ x: Float64Array.of(0.1, -1e300), loss: Float64Array.of(Infinity, 3.4e38) }));
  assert.deepEqual([...x], [Math.fround(0.1), -3.4028234663852886e38]);
  assert.deepEqual([...y], [0, NaN]);
  assert.deepEqual([...loss], [3.4028234663852886e38, Math.fround(3.4e38)]);
  assert.deepEqual([length, found], [2, metrics]);
});
