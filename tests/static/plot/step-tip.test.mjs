import assert from "node:assert/strict";
import { test } from "node:test";
import { stepLines } from "../../../static/js/plot/step-tip.js";
import { LARGEST } from "../../../static/js/base/numbers.js";

const RUN = { optimizer: 1, start: 0, x: [0, -1.2345678], y: [0, 3], loss: [1, 0.000123456], length: 2 };
const SCENE = { titles: ["SGD", "Adam β₁ = 0.8"], runSet: { runs: [RUN], state: { starts: [{ label: "B" }] } } };

test("a step has its optimizer, its start, its point and its loss, with true minus signs", () => {
  assert.deepEqual(stepLines({ optimizer: 1, start: 0, step: 1 }, SCENE), ["Adam β₁ = 0.8 from B, step 1", "x −1.23457, y 3", "f 1.235e−4"]);
});

test("a loss that was too large is not called a number, and a run that is gone has no lines", () => {
  const diverged = { ...SCENE, runSet: { ...SCENE.runSet, runs: [{ ...RUN, loss: [1, LARGEST] }] } };
  assert.equal(stepLines({ optimizer: 1, start: 0, step: 1 }, diverged)[2], "f too large");
  assert.deepEqual(stepLines({ optimizer: 0, start: 0, step: 1 }, SCENE), []);
});
