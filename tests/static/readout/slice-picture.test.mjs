import assert from "node:assert/strict";
import { test } from "node:test";

import { slicePicture, sliceText } from "../../../static/js/readout/slice-picture.js";

const along = (rest = {}) => ({ s: [-1, 0, 1, 2], loss: [9, 4, 1, 0], before: 4, landed: 1, lowest: [2, 0], remark: "", ...rest });

test("the curve fills the picture; the ends of the step and the lowest point lie on it", () => {
  const { curves, before, landed, lowest } = slicePicture(along(), 300, 90);
  assert.deepEqual(curves, [[{ x: 0, y: 0 }, { x: 100, y: 50 }, { x: 200, y: 80 }, { x: 300, y: 90 }]]);
  assert.deepEqual([before, landed, lowest], curves[0].slice(1));
});

test("where the loss has no value the curve is interrupted", () => {
  const { curves, landed } = slicePicture(along({ loss: [9, 4, null, 0], landed: null, lowest: null }), 300, 90);
  assert.deepEqual(curves.map((curve) => curve.map(({ x }) => x)), [[0, 100], [300]]);
  assert.equal(landed, null);
  assert.equal(slicePicture(along({ lowest: null }), 300, 90).lowest, null);
});

test("a flat line lies in the middle, and the largest numbers have a place", () => {
  assert.deepEqual(slicePicture(along({ loss: [3, 3, 3, 3], before: 3, landed: 3 }), 300, 90).curves[0].map(({ y }) => y), [45, 45, 45, 45]);
  const huge = slicePicture(along({ loss: [1e308, 0, 0, -1e308], before: 0, landed: 0, lowest: null }), 300, 90);
  assert.deepEqual(huge.curves[0].map(({ y }) => y), [0, 45, 45, 90]);
});

test("the numbers are there in words", () => {
  assert.equal(sliceText(along()), "Loss before the step: 4, where it lands: 1, lowest on this line: 0.");
  assert.equal(sliceText(along({ landed: null, lowest: null })), "Loss before the step: 4, where it lands: too large.");
});
