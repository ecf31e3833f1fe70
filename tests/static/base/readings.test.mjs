import assert from "node:assert/strict";
import { test } from "node:test";

import { edgeText, lossText, noStepText, statusText, staysText, stepOrNever } from "../../../static/js/base/readings.js";

const run = { length: 3, loss: new Float32Array([8, 2.5, 0]), status: "running", diverged_at: null };

test("the loss is that of the step", () => {
  assert.deepEqual([0, 1, 2].map((step) => lossText(run, step)), ["8", "2.5", "0"]);
});

test("after its last step a run keeps its last loss", () => {
  assert.equal(lossText(run, 400), "0");
});

test("a loss too large for float32 is not written as if it were that number", () => {
  const saturated = { ...run, loss: new Float32Array([3.4028234663852886e38, -3.4028234663852886e38, 3.3e38]) };
  assert.deepEqual([0, 1, 2].map((step) => lossText(saturated, step)), ["> 3.4e38", "< −3.4e38", "3.3e38"]);
});

test("a run of which nothing has come has no loss", () => {
  assert.equal(lossText({ ...run, length: 0, loss: undefined }, 0), "–");
});

test("a run without a step says why it took none", () => {
  assert.equal(noStepText(run), "");
  assert.equal(noStepText({ ...run, length: 0 }), "", "it has not arrived");
  assert.equal(noStepText({ ...run, length: 1, status: "stopped" }), "This run took no step.");
  assert.equal(noStepText({ ...run, length: 1, status: "diverged" }), "This run took no step: the first one gives a value that is not finite.");
  assert.equal(noStepText({ ...run, length: 1, loss: new Float32Array([Infinity]) }), "This run took no step: f has no finite value at its start.");
});

test("the ending of a run names the step at which it diverged", () => {
  assert.equal(statusText(run), "running");
  assert.equal(statusText({ ...run, status: "diverged", diverged_at: 1 }), "diverged at step 1");
  assert.equal(statusText({ ...run, status: "diverged", diverged_at: 3 }), "not finite at step 3", "its last step is 2, where it has not left");
});

test("what is said of a run is what became of it after its last step", () => {
  const stays = { ...run, status: "converged", metrics: { stays: 59 } };
  const [on, leaves] = [{ steps: 480, leaves: null, status: "converged" }, { steps: 312, leaves: 312, status: "running" }];
  assert.deepEqual([null, on, leaves].map((ahead) => statusText(stays, ahead)), ["stays", "converged", "stays until step 312"]);
  assert.deepEqual([null, on, leaves].map((ahead) => staysText(stays, ahead)), ["59", "59", "59 until 312"]);
  const gone = { ...run, length: 9, status: "diverged", diverged_at: 7 };
  assert.equal(statusText(gone, { steps: 400, leaves: null, status: "running" }), "running");
  const rounded = { ...leaves, rounded: true }; // then the step is not said
  assert.deepEqual([statusText(stays, rounded), staysText(stays, rounded)], ["stays for a while", "59"]);
  assert.equal(statusText(gone, { steps: 400, leaves: null, status: "diverged" }), "diverged at step 7");
  assert.equal(staysText({ ...run, metrics: { stays: null } }, null), "never");
});

test("at the edge a run has diverged unless it comes back when it is continued", () => {
  const gone = { ...run, status: "diverged", diverged_at: 7 };
  const [back, away] = ["running", "diverged"].map((status) => ({ steps: 400, leaves: null, status }));
  assert.deepEqual([null, back, away].map((ahead) => edgeText(gone, 7, ahead)), ["diverged at step 7", "left at step 7", "diverged at step 7"]);
  assert.equal(edgeText(gone, 6, away), "left at step 6", "it left before, and has not diverged in the part that is shown");
  assert.equal(edgeText(run, 7), "left at step 7");
  assert.equal(edgeText(gone, 0, away), "outside the plot");
});

test("step 0 is a step; no step is never", () => {
  assert.equal(stepOrNever(0), "0");
  assert.equal(stepOrNever(17), "17");
  assert.equal(stepOrNever(null), "never");
  assert.equal(stepOrNever(undefined), "never");
});
