import assert from "node:assert/strict";
import { test } from "node:test";

import { plainNumber } from "../../../static/js/base/numbers.js";
import { plainText, scoreText } from "../../../static/js/readout/score-text.js";
import { COLUMNS, columnsFor } from "../../../static/js/readout/scores.js";

const metrics = {
  reached: 12, stays: null, escape_step: null, detour: 1.25, largest_step: 2.5e-7, flips: [3, 4], angle_to_gradient: 12.345,
  angle_to_minimum: 1e-9, gradient_evaluations: 120,
};
const run = (rest = {}) => ({ loss: Float32Array.of(8, 3.3e-4), length: 2, status: "running", diverged_at: null, metrics, ...rest });
const table = (runs, horizon = []) =>
  scoreText(runs, COLUMNS, 1, runs.map((_, i) => `SGD ${"AB"[i]}`), horizon).split("\n").map((line) => line.split("\t"));
const read = (one, horizon) => Object.fromEntries(table([one], horizon)[0].map((name, i) => [name, table([one], horizon)[1][i]]));

test("numbers are ASCII, without units, one in a cell", () => {
  const row = read(run());
  assert.equal(row.Loss, "0.00033");
  assert.deepEqual([row["Flips in x"], row["Flips in y"]], ["3", "4"]);
  assert.deepEqual([row["Angle to -g (degrees)"], row["Angle to minimum (degrees)"]], ["12.345", "1e-9"]);
  assert.deepEqual([row.Largest, row.Detour, row.Evals, row.Status], ["2.5e-7", "1.25", "120", "running"]);
});

test("when a run that stays leaves again is a cell of its own", () => {
  const [stays, never] = [run({ status: "converged", metrics: { ...metrics, stays: 74 } }), run()];
  const ahead = [{ steps: 158, leaves: 158, status: "running" }, { steps: 120, leaves: null, status: "running" }];
  const lines = scoreText([stays, never], columnsFor([stays, never], [{ x: 0, y: 0, lowest: true }], ahead), 1, ["SGD A", "SGD B"], []).split("\n");
  const [head, ...cells] = lines.map((line) => line.split("\t"));
  const of = (name) => cells.map((line) => line[head.indexOf(name)]);
  assert.deepEqual([of("Stays"), of("Stays until")], [["74", "never"], ["158", ""]]);
  assert.deepEqual(of("Status"), ["stays until step 158", "running"]);
});

test("nothing that is copied has a character that programs do not read", () => {
  const runs = [run({ loss: Float32Array.of(-3.3e-12), length: 1 }), run({ status: "diverged", diverged_at: 7 })];
  for (const cell of table(runs, [null, 30]).flat()) assert.match(cell, /^[\x20-\x7e]*$/);
});

test("what never happens is a word, what does not exist an empty cell", () => {
  assert.equal(read(run()).Escape, "never");
  const none = read(run({ metrics: { ...metrics, flips: null, detour: null, angle_to_gradient: null } }));
  assert.deepEqual([none["Flips in x"], none["Flips in y"], none.Detour, none["Angle to -g (degrees)"]], ["", "", "", ""]);
});

test("every line has as many cells as the headings; the horizon is a column of its own where there is one", () => {
  const [head, ...lines] = table([run(), run()], [null, 30]);
  assert.ok(lines.every((cells) => cells.length === head.length));
  assert.equal(head.at(-1), "Rounding decides from step");
  assert.deepEqual(lines.map((cells) => cells.at(-1)), ["never", "30"]);
  assert.ok(!table([run()], [null])[0].includes("Rounding decides from step"));
});

test("a loss too large for float32 is no number", () => {
  assert.equal(read(run({ loss: Float32Array.of(3.4028234e38), length: 1 })).Loss, "> 3.4e38");
});

test("the plain text of a number is the shortest that reads back as the same", () => {
  for (const value of [0, -0.5, 120, 1e300, 0.1, Math.fround(0.1), Math.fround(3.3e-4), 2 ** 24 + 1, Math.PI, Math.fround(Math.PI), 1e-45]) {
    const text = plainNumber(value);
    assert.match(text, /^-?[\d.]+(e[+-]?\d+)?$/);
    assert.equal(Math.fround(value) === value ? Math.fround(Number(text)) : Number(text), value);
  }
  assert.deepEqual([plainNumber(Math.fround(0.1)), plainNumber(0.1)], ["0.1", "0.1"]);
  assert.equal(plainText("3.3e−4"), "3.3e-4");
});
