import assert from "node:assert/strict";
import { test } from "node:test";

import { Assembly } from "../../../static/js/service/runs.js";
import { encode, end, points } from "../streaming.mjs";

test("before anything has come, every run is there and empty", () => {
  const { runs, done, error } = new Assembly(2, 3);
  assert.deepEqual(runs.map(({ optimizer, start }) => [optimizer, start]), [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
  assert.ok(runs.every(({ length, status, metrics }) => length === 0 && status === "running" && metrics === null));
  assert.ok(runs.every(({ x, y, loss, gx, gy }) => [x, y, loss, gx, gy].every((column) => column instanceof Float32Array && column.length === 0)));
  assert.deepEqual([done, error], [false, null]);
});

test("points find their run, in whatever order they come", () => {
  const assembly = new Assembly(2, 2);
  assembly.take({ event: "scenario", query: "…" });
  assembly.take(points(1, 0, 0, [5, 6]));
  assembly.take(points(0, 1, 0, [7]));
  assert.deepEqual(assembly.runs.map(({ length }) => length), [0, 1, 2, 0]);
  assert.deepEqual(assembly.runs[2].loss, new Float32Array([5, 6]));
});

test("each run has the learning rates of its optimizer: one, one for each step, or none", () => {
  const assembly = new Assembly(3, 2);
  const bdata = Buffer.from(Float64Array.of(0.1, 0.3).buffer).toString("base64");
  assembly.take({ event: "scenario", caption: "own rates", rates: [0.07, { dtype: "f8", bdata }, null] });
  assert.deepEqual(assembly.runs.map(({ rates }) => (rates instanceof Float64Array ? [...rates] : rates)), [0.07, 0.07, [0.1, 0.3], [0.1, 0.3], null, null]);
  assert.ok(assembly.runs.every(({ caption }) => caption === "own rates"));
});

test("pieces are put one after the other, in every column", () => {
  const assembly = new Assembly(1, 1);
  const columns = (first, values) => Object.fromEntries(["x", "y", "loss", "gx", "gy"].map((name, k) =>
    [name, encode(values.map((value) => value + 100 * k))]));
  for (const [first, values] of [[0, [0, 1, 2]], [3, [3]], [4, [4, 5]]]) {
    assembly.take({ event: "points", optimizer: 0, start: 0, first, ...columns(first, values) });
  }
  const [run] = assembly.runs;
  assert.equal(run.length, 6);
  ["x", "y", "loss", "gx", "gy"].forEach((name, k) =>
    assert.deepEqual([...run[name]], [0, 1, 2, 3, 4, 5].map((value) => value + 100 * k), name));
});

test("the end tells how each run fared", () => {
  const assembly = new Assembly(2, 2);
  const event = end(2, 2);
  Object.assign(event.runs[3], { status: "diverged", diverged_at: 12 });
  for (const [i, j] of [[0, 0], [0, 1], [1, 0], [1, 1]]) assembly.take(points(i, j, 0, [1, 2]));
  assembly.take(event);
  assert.ok(assembly.done);
  assert.deepEqual(assembly.runs[3].metrics.flips, [3, 4]);
  assert.deepEqual(assembly.runs.map(({ status }) => status), ["running", "running", "running", "diverged"]);
  assert.equal(assembly.runs[3].diverged_at, 12);
  assert.equal(assembly.runs[3].length, 2, "the points are kept");
});

test("the caption of the scenario is every run's", () => {
  const assembly = new Assembly(2, 2);
  assert.ok(assembly.runs.every(({ caption }) => caption === ""));
  assembly.take({ event: "scenario", query: "…", caption: "own rates · no noise" });
  assembly.take(points(1, 0, 0, [5, 6]));
  assembly.take(end(2, 2));
  assert.deepEqual(assembly.runs.map(({ caption }) => caption), Array(4).fill("own rates · no noise"));
});

test("an error event is remembered, an unknown one does no harm", () => {
  const assembly = new Assembly(1, 1);
  assembly.take({ event: "news" });
  assert.equal(assembly.error, null);
  assembly.take({ event: "error", detail: "The server failed." });
  assert.equal(assembly.error, "The server failed.");
  assert.equal(assembly.done, false);
});
