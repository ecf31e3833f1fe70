import assert from "node:assert/strict";
import test from "node:test";

import { epochMarks, epochText, prediction, range } from "../../../static/js/readout/fit.js";

const plain = { mean: 0, deviation: 1, scale: 1, shift: 0 };
const pairs = [[1, 10], [3, 20], [5, 60]];
const line = { pairs, names: ["x", "y"], input: { mean: 3, deviation: 2, scale: 5, shift: 1 }, target: { mean: 30, deviation: 20, scale: 1, shift: 0 }, batch: 2, epoch: 2, link: "identity", roles: ["slope", "offset"] };

test("a line is predicted in the units of the data", () => {
  const predicted = prediction(line, 0.2, -0.5);
  assert.equal(predicted(3), 30 + 20 * (0.2 * 5 * (0 + 1) - 0.5));
  assert.equal(predicted(5), 30 + 20 * (0.2 * 5 * (1 + 1) - 0.5));
});

test("a class has a probability, and a hidden unit a factor", () => {
  const chance = prediction({ ...line, input: plain, target: plain, link: "logistic" }, 2, -1);
  assert.equal(chance(0.5), 0.5);
  assert.ok(Math.abs(chance(3) - 1 / (1 + Math.exp(-5))) < 1e-15);
  const unit = prediction({ ...line, input: plain, target: plain, link: "tanh", roles: ["slope", "factor"] }, 0.7, -3);
  assert.equal(unit(2), -3 * Math.tanh(1.4));
});

test("the range of a column has room beside its numbers", () => {
  assert.deepEqual(range(line, 0).map((v) => v.toFixed(2)), ["0.76", "5.24"]);
  assert.deepEqual(range({ ...line, pairs: [[1, 2], [3, 2]] }, 1).map((v) => v.toFixed(2)), ["1.94", "2.06"]);
});

test("epochs are counted from the first step", () => {
  assert.equal(epochText(line, 0), "Epoch 1, minibatch 1 of 2: 2 of 3 rows a step");
  assert.equal(epochText(line, 2), "Epoch 1, minibatch 2 of 2: 2 of 3 rows a step");
  assert.equal(epochText(line, 3), "Epoch 2, minibatch 1 of 2: 2 of 3 rows a step");
  assert.equal(epochText({ ...line, epoch: 0 }, 3), "");
});

test("marks end epochs, unless there are too many", () => {
  assert.deepEqual(epochMarks(5, 17, 10), [5, 10, 15]);
  assert.deepEqual(epochMarks(5, 17, 2), []);
  assert.deepEqual(epochMarks(0, 17, 10), []);
});
