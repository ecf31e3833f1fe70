import assert from "node:assert/strict";
import { test } from "node:test";

import { COLUMNS, best, columnsFor, goesOn, isBrief, sorted } from "../../../static/js/readout/scores.js";

const METRICS = {
  reached: 12, stays: 30, escape_step: null, final_loss: 0.5, path_length: 9, detour: 1.2346, largest_step: 0.5,
  flips: [3, 4], angle_to_gradient: 12.345, angle_to_minimum: 0, gradient_evaluations: 120,
};
const run = (metrics = {}, rest = {}) => ({
  loss: Float32Array.of(8, 4, 2), length: 3, status: "running", diverged_at: null, metrics: { ...METRICS, ...metrics }, ...rest,
});
const column = (name) => COLUMNS.find((candidate) => candidate.name === name);
const text = (name, of, step = 2) => column(name).text(of, step);
const value = (name, of, step = 2) => column(name).value(of, step);
const ending = (...losses) => losses.map((loss) => run({}, { loss: Float32Array.of(loss), length: 1 }));
const hits = (...steps) => steps.map((reached) => run({ reached }));
const indices = (runs, found) => found.map((one) => runs.indexOf(one));

const ORIGIN = { kind: "minimum", x: 0, y: 0, value: 0, smooth: true, lowest: true };

test("every column has a name of its own and says what it means", () => {
  assert.equal(new Set(COLUMNS.map(({ name }) => name)).size, COLUMNS.length);
  assert.ok(COLUMNS.every(({ title }) => title.length > 0));
});

test("the loss is that of the step shown, the last one after the run's end", () => {
  assert.deepEqual([0, 1, 2, 99].map((step) => [value("Loss", run(), step), text("Loss", run(), step)]),
    [[8, "8"], [4, "4"], [2, "2"], [2, "2"]]);
});

test("metrics are written with their unit", () => {
  const expected = { Reached: "12", Stays: "30", Flips: "3, 4", Detour: "1.23", Largest: "0.5", "∠ −g": "12.3°", "∠ min": "0°", Evals: "120", Escape: "never" };
  for (const [name, words] of Object.entries(expected)) assert.equal(text(name, run()), words, name);
});

test("flips along both axes count together", () => {
  assert.equal(value("Flips", run()), 7);
  assert.equal(value("Flips", run({ flips: [0, 0] })), 0);
});

test("step 0 is a step; what never comes is never, what does not exist is a dash", () => {
  const none = run({ reached: null, stays: null, detour: null, angle_to_gradient: null, angle_to_minimum: null });
  for (const name of ["Reached", "Stays"]) {
    assert.deepEqual([text(name, none), value(name, none)], ["never", null]);
    assert.deepEqual([text(name, run({ reached: 0, stays: 0 })), value(name, run({ reached: 0, stays: 0 }))], ["0", 0]);
  }
  for (const name of ["Detour", "∠ −g", "∠ min"]) assert.deepEqual([text(name, none), value(name, none)], ["–", null]);
});

test("before the end of the stream only the loss is known", () => {
  const early = run({}, { metrics: null });
  const metrics = ["Reached", "Stays", "Flips", "Detour", "Largest", "∠ −g", "∠ min", "Evals", "Escape"];
  assert.deepEqual(metrics.map((name) => [text(name, early), value(name, early)]), metrics.map(() => ["–", null]));
  assert.equal(text("Loss", early), "2");
  assert.deepEqual([value("Loss", { ...early, loss: undefined, length: 0 }), text("Loss", { ...early, length: 0 })], [null, "–"]);
});

test("the status is written in words, and neither sorted nor ranked", () => {
  const runs = [run(), run({}, { status: "diverged", diverged_at: 7, length: 12 }), run({}, { status: "converged" })];
  assert.deepEqual(runs.map((one) => text("Status", one)), ["running", "diverged at step 7", "stays"]);
  assert.deepEqual(sorted(runs, column("Status"), false, 2), runs);
  assert.deepEqual(best(column("Status"), runs, 2), []);
});

test("escape has a column where a run escapes, or where there is no minimum to reach", () => {
  const shown = (runs, minima) => columnsFor(runs, minima).map(({ name }) => name);
  const has = (runs, bounded) => shown(runs, bounded ? [ORIGIN] : []).includes("Escape");
  const [stays, escapes, atOnce] = [null, 12, 0].map((escape_step) => run({ escape_step }));
  assert.ok(!has([stays, stays], true));
  assert.ok(has([stays, escapes], true));
  assert.ok(has([escapes], true));
  assert.ok(has([atOnce], true));
  assert.ok(has([stays], false));
  assert.ok(!has([run({}, { metrics: null })], true));
  const sometimes = ["Basin", "Evals f", "Evals H", "Escape"];
  assert.deepEqual(shown([stays], [ORIGIN]), COLUMNS.map(({ name }) => name).filter((name) => !sometimes.includes(name)));
});

test("evaluations of f and of the Hessian have a column where a run takes some", () => {
  const shown = (...runs) => columnsFor(runs, [ORIGIN]).map(({ name }) => name).filter((name) => name.startsWith("Evals"));
  const [none, losses, hessians] = [{}, { loss_evaluations: 12 }, { hessian_evaluations: 12 }].map(run);
  assert.deepEqual(shown(none), ["Evals"]);
  assert.deepEqual(shown(none, losses), ["Evals", "Evals f"]);
  assert.deepEqual(shown(hessians, none), ["Evals", "Evals H"]);
});

test("where there are several minima a column says at which one a run stays", () => {
  const minima = [
    { x: 0, y: -3.16228, radius: 0, lowest: true },
    { x: 0, y: 3.16228, radius: 0, lowest: true },
    { x: 0.905, y: 0, radius: 0, lowest: false },
    { x: 0, y: 0, radius: 0.51971, lowest: false },
  ];
  const runs = [run({ basin: 1 }), run({ basin: 0 }), run({ basin: 2 }), run({ basin: 3 }), run({ basin: null })];
  const basin = columnsFor(runs, minima).find(({ name }) => name === "Basin");
  assert.deepEqual(runs.map((one) => basin.text(one, 0)), ["(0, 3.16)", "(0, −3.16)", "(0.905, 0), local", "circle of radius 0.52, local", "–"]);
  assert.ok(!columnsFor(runs, [ORIGIN]).some(({ name }) => name === "Basin"));
});

test("a run that leaves again says until when, and is not the best of those that stay", () => {
  const runs = [run({ stays: 5 }, { status: "converged" }), run({ stays: 9 }, { status: "converged" }), run({ stays: null })];
  const ahead = [{ steps: 80, leaves: 80, status: "running" }, { steps: 400, leaves: null, status: "converged" }, { steps: 100, leaves: null, status: "running" }];
  const of = (name, known) => columnsFor(runs, [ORIGIN], known).find((one) => one.name === name);
  assert.deepEqual(runs.map((one) => of("Stays", ahead).text(one, 0)), ["5 until 80", "9", "never"]);
  assert.deepEqual(runs.map((one) => of("Status", ahead).text(one, 0)), ["stays until step 80", "converged", "running"]);
  assert.deepEqual(indices(runs, best(of("Stays", ahead), runs, 0)), [1]);
  assert.deepEqual(indices(runs, best(of("Stays", []), runs, 0)), [0]);
  assert.deepEqual(indices(runs, sorted(runs, of("Stays", ahead), true, 0)), [1, 0, 2]);
});

test("with noise flips are not counted", () => {
  assert.deepEqual([text("Flips", run({ flips: null })), value("Flips", run({ flips: null }))], ["–", null]);
});

test("what is reached later is not reached yet, and a run that has ended without it never reaches it", () => {
  const runs = [0, 2, 5, null].map((reached) => run({ reached }, { loss: new Float32Array(7), length: 7 }));
  const said = (step) => runs.map((one) => text("Reached", one, step));
  assert.deepEqual(said(0), ["0", "not yet", "not yet", "not yet"]);
  assert.deepEqual(said(4), ["0", "2", "not yet", "not yet"]);
  for (const step of [6, 99]) assert.deepEqual(said(step), ["0", "2", "5", "never"]);
  assert.deepEqual(indices(runs, sorted(runs, column("Reached"), true, 3)), [0, 1, 2, 3]);
  assert.deepEqual(indices(runs, best(column("Reached"), [runs[2], runs[3]], 3)), []);
});

test("what is said of a run up to a step is apart from what is said of all of it", () => {
  assert.deepEqual(COLUMNS.filter(({ soFar }) => soFar).map(({ name }) => name), ["Loss", "Reached"]);
  assert.deepEqual(COLUMNS.filter(isBrief).map(({ name }) => name), ["Loss", "Reached", "Stays", "Flips", "Status"]);
  assert.deepEqual([0, 1, 2, 3].map((step) => goesOn(run(), step)), [true, true, false, false]);
});

test("the least is best", () => {
  const runs = ending(3, 1, 2);
  assert.deepEqual(indices(runs, best(column("Loss"), runs, 0)), [1]);
  const steps = hits(12, 0, null);
  assert.deepEqual(indices(steps, best(column("Reached"), steps, 99)), [1]);
});

test("the best at the step shown may be another", () => {
  const runs = [[8, 1, 6], [8, 7, 2]].map((losses) => run({}, { loss: Float32Array.from(losses) }));
  assert.deepEqual([0, 1, 2, 99].map((step) => indices(runs, best(column("Loss"), runs, step))), [[], [0], [1], [1]]);
});

test("in a draw both are best; where all are alike none is", () => {
  const runs = hits(5, 9, 5);
  assert.deepEqual(indices(runs, best(column("Reached"), runs, 99)), [0, 2]);
  for (const alike of [hits(5, 5), hits(null, null), hits(5), []]) assert.deepEqual(best(column("Reached"), alike, 99), []);
});

test("a run that diverged is never best", () => {
  const runs = hits(3, 5, 9);
  runs[0].status = "diverged";
  assert.deepEqual(indices(runs, best(column("Reached"), runs, 99)), [1]);
  for (const one of runs) one.status = "diverged";
  assert.deepEqual(best(column("Reached"), runs, 99), []);
});

test("what is neither good nor bad has no best", () => {
  const runs = [run({ largest_step: 1, gradient_evaluations: 10 }), run({ largest_step: 2, gradient_evaluations: 20 })];
  for (const name of ["Largest", "Evals"]) assert.deepEqual(best(column(name), runs, 0), []);
});

test("sorted by a column, never comes last either way", () => {
  const runs = hits(null, 9, 0, null, 5);
  assert.deepEqual(indices(runs, sorted(runs, column("Reached"), true, 99)), [2, 4, 1, 0, 3]);
  assert.deepEqual(indices(runs, sorted(runs, column("Reached"), false, 99)), [1, 4, 2, 0, 3]);
});

test("those alike keep their order, and what is sorted is left as it was", () => {
  const runs = hits(5, 1, 5, 1);
  const before = [...runs];
  assert.deepEqual(indices(runs, sorted(runs, column("Reached"), true, 99)), [1, 3, 0, 2]);
  assert.deepEqual(indices(runs, sorted(runs, column("Reached"), false, 99)), [0, 2, 1, 3]);
  assert.deepEqual(runs, before);
});

test("sorting by loss follows the step shown", () => {
  const runs = [[8, 1, 6], [9, 7, 2]].map((losses) => run({}, { loss: Float32Array.from(losses) }));
  assert.deepEqual([0, 1, 2].map((step) => indices(runs, sorted(runs, column("Loss"), true, step))), [[0, 1], [0, 1], [1, 0]]);
});
