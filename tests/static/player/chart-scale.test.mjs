import assert from "node:assert/strict";
import { test } from "node:test";

import { linearScale, lossScale } from "../../../static/js/player/chart-scale.js";

const run = (...loss) => ({ loss: new Float32Array(loss), length: loss.length });
const texts = (scale) => scale.ticks.map(({ text }) => text);

/** Whatever the losses: a range with some height, and ticks within it. */
function checked(runs, floor) {
  const scale = lossScale(runs, floor);
  assert.ok(Number.isFinite(scale.low) && Number.isFinite(scale.high) && scale.low < scale.high);
  assert.ok(scale.ticks.length > 0);
  for (const { value } of scale.ticks) {
    assert.ok(value >= scale.low - 1e-9 && value <= scale.high + 1e-9, `a tick at ${value} is outside`);
  }
  return scale;
}

test("above a known minimum the scale is logarithmic, between whole decades", () => {
  const scale = checked([run(50, 3), run(0.02)], 0);
  assert.deepEqual([scale.low, scale.high], [-2, 2]);
  assert.deepEqual(texts(scale), ["10²", "10¹", "10⁰", "10⁻¹", "10⁻²"]);
  assert.equal(scale.of(1000), 3);
});

test("the minimum's value is subtracted", () => {
  const scale = checked([run(-4, -4.9)], -5);
  assert.deepEqual([scale.low, scale.high], [-2, 0]); // float32: −4.9 is a little less than 0.1 above
  assert.equal(scale.of(5), 1);
});

test("what lies on the minimum or below, by rounding, is drawn below the axis", () => {
  const scale = checked([run(1, 0.01, 0)], 0);
  for (const loss of [0, -1e-9, 1e-300, NaN]) assert.equal(scale.of(loss), scale.low - 1);
});

test("no more decades than float64 can tell apart", () => {
  const scale = checked([run(50, 1e-40)], 0);
  assert.deepEqual([scale.low, scale.high], [-14, 2]);
});

test("a run that explodes does not push the others off the chart", () => {
  const scale = checked([run(50, 3e38), run(50, 2e-7)], 0);
  assert.deepEqual([scale.low, scale.high], [-7, 39]);
  assert.deepEqual(texts(scale), ["10³⁹", "10²⁹", "10¹⁹", "10⁹", "10⁻¹"]);
});

test("a run that begins at the minimum exactly has a scale", () => {
  checked([run(0, 0, 1e-12)], 0);
  checked([run(0, 0), run(7, 0)], 0);
});

test("one value only has a decade around it", () => {
  assert.deepEqual([0.5, 1, 5].map((loss) => checked([run(loss)], 0)).map(({ low, high }) => [low, high]), [[-1, 0], [-1, 0], [0, 1]]);
});

test("where every loss is the minimum, or nothing has come, there is a scale all the same", () => {
  for (const floor of [0, -5, null]) {
    checked([run(floor ?? 0, floor ?? 0)], floor);
    checked([], floor);
  }
});

test("without a known minimum the scale goes through zero to both sides", () => {
  const scale = checked([run(9, -99)], null);
  assert.deepEqual([scale.low, scale.high], [-2, 1]);
  assert.deepEqual([-99, -9, 0, 9].map(scale.of).map((value) => Math.round(value * 1e9) / 1e9), [-2, -1, 0, 1]);
  assert.deepEqual(texts(scale), ["−99", "−9", "0", "9"]);
});

test("a run that falls without end stays readable", () => {
  const scale = checked([run(1, -3.4e38)], null);
  assert.deepEqual(texts(scale), ["−1.0e30", "−1.0e20", "−1.0e10", "0"]);
});

test("losses too close or too small to tell apart have a scale", () => {
  for (const losses of [[3, 3], [1e-20, 2e-20], [1e-9, 1.00000006e-9], [-1e-30, 1e-30]]) checked([run(...losses)], null);
});

test("only what has come counts, also of an array seen before", () => {
  const loss = new Float32Array([1, 10, 1e6]);
  assert.equal(checked([{ loss, length: 2 }], 0).high, 1);
  assert.equal(checked([{ loss, length: 3 }], 0).high, 6);
  assert.equal(checked([{ loss, length: 3 }], 0).high, 6);
  assert.equal(checked([{ loss, length: 3 }], -1e6).low, 6);
});

test("what was too large does not count, and neither does what is missing", () => {
  for (const floor of [0, null]) {
    const plain = checked([run(50, 3)], floor);
    const scale = checked([run(50, 3, 3.4028234e38, NaN)], floor);
    assert.deepEqual([scale.low, scale.high], [plain.low, plain.high]);
  }
  checked([run(3.4028234e38, 3.4028234e38)], 0);
});

test("a linear scale begins at zero and has round ticks", () => {
  const rates = { loss: Float64Array.of(NaN, 0.1, 0.3, 0), length: 4 };
  const scale = linearScale([rates]);
  assert.deepEqual([scale.low, scale.high, scale.of(0.2)], [0, 0.3, 0.2]);
  assert.deepEqual(texts(scale), ["0", "0.1", "0.2", "0.3"]);
  assert.deepEqual([linearScale([]).low, linearScale([]).high], [0, 1]);
});
