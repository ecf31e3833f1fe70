import assert from "node:assert/strict";
import { test } from "node:test";

import { QUANTITIES } from "../../../static/js/player/quantities.js";
import { QUANTITY_NAMES } from "../../../static/js/state/quantity-names.js";

const floats = (...values) => Float32Array.from(values);
const quantity = (name) => QUANTITIES.find((candidate) => candidate.name === name);
const values = (name, run, grid) => [...quantity(name).values(run, grid)];

/** Steps along the hypotenuse of 3-4-5 triangles; every number is a float32. */
const makeRun = () => ({
  length: 4,
  x: floats(8, 5, -1, -1),
  y: floats(4, 0, 8, 8),
  loss: floats(9, 4, 2, 2),
  gx: floats(6, -12, 0, 3),
  gy: floats(8, 5, 0, -4),
  rates: 0.1,
});
const makeGrid = (minima = [[0, 0]], key = "surface=ellipse,kappa=25,theta=0", floor = 0) =>
  ({ key, floor, landmarks: minima.map(([x, y, radius = 0]) => ({ kind: "minimum", x, y, radius })) });

test("the loss is the run's own, above the surface's floor", () => {
  const run = makeRun();
  assert.equal(quantity("loss").values(run, makeGrid()), run.loss);
  for (const floor of [0, -3.5, null]) assert.equal(quantity("loss").floor(makeGrid([], "", floor)), floor);
});

test("the gradient norm is that at each point", () => {
  assert.deepEqual(values("gradient", makeRun(), makeGrid()), [10, 13, 0, 5]);
});

test("the step length begins with the first step", () => {
  assert.deepEqual(values("length", makeRun(), makeGrid()), [NaN, 5, 10, 0]);
});

test("the effective rate is what a step moved over the gradient at its foot, without a sign", () => {
  assert.deepEqual(values("rate-x", makeRun(), makeGrid()), [NaN, 3 / 6, 6 / 12, NaN]);
  assert.deepEqual(values("rate-y", makeRun(), makeGrid()), [NaN, 4 / 8, 8 / 5, NaN]);
});

test("where the gradient is zero there is no rate, also when the run moves on", () => {
  const run = { ...makeRun(), gx: floats(0, -0, 2, 0) };
  assert.deepEqual(values("rate-x", run, makeGrid()), [NaN, NaN, NaN, 0]);
});

test("a point is a run too", () => {
  const run = { length: 1, x: floats(3), y: floats(4), loss: floats(1), gx: floats(5), gy: floats(12), rates: 0.1 };
  assert.deepEqual(QUANTITIES.map(({ name }) => [name, values(name, run, makeGrid())[0]]),
    [["loss", 1], ["gradient", 13], ["length", NaN], ["distance", 5], ["rate", NaN], ["rate-x", NaN], ["rate-y", NaN]]);
});

test("the distance is that to the nearest minimum, which may change along the way", () => {
  assert.deepEqual(values("distance", makeRun(), makeGrid([[5, 0]])), [5, 0, 10, 10]);
  assert.deepEqual(values("distance", makeRun(), makeGrid([[5, 0], [-1, 5]])), [5, 0, 3, 3]);
  assert.deepEqual(values("distance", makeRun(), makeGrid([[-1, 5], [5, 0]])), [5, 0, 3, 3]);
});

test("to a circle of minima the distance is that to its nearest point", () => {
  assert.deepEqual(values("distance", makeRun(), makeGrid([[5, 0, 2]])), [3, 2, 8, 8]);
});

test("without a minimum there is no distance to it; all else is there", () => {
  const missing = (grid) => QUANTITIES.filter(({ available }) => !available(grid, [makeRun()])).map(({ name }) => name);
  assert.deepEqual(missing(makeGrid([])), ["distance"]);
  assert.deepEqual(missing(makeGrid()), []);
});

test("the learning rate is the one that a step took, exactly; a solver has none", () => {
  assert.deepEqual(values("rate", makeRun(), makeGrid()), [NaN, 0.1, 0.1, 0.1]);
  assert.deepEqual(values("rate", { ...makeRun(), rates: Float64Array.of(0.1, 0.3, 0.2) }, makeGrid()), [NaN, 0.1, 0.3, 0.2]);
  const solver = { ...makeRun(), rates: null };
  assert.deepEqual(values("rate", solver, makeGrid()), [NaN, NaN, NaN, NaN]);
  assert.deepEqual([[solver], [solver, makeRun()]].map((runs) => quantity("rate").available(makeGrid(), runs)), [false, true]);
});

test("where a number was too large there is no value, and the others are there", () => {
  const large = 3.4028234e38;
  const run = { ...makeRun(), x: floats(8, 5, large, -1), gx: floats(6, -12, large, 3) };
  assert.deepEqual(values("gradient", run, makeGrid()), [10, 13, NaN, 5]);
  assert.deepEqual(values("length", run, makeGrid()), [NaN, 5, NaN, NaN]);
  assert.deepEqual(values("distance", run, makeGrid([[5, 0]])), [5, 0, NaN, 10]);
  assert.deepEqual(values("rate-x", run, makeGrid()), [NaN, 0.5, NaN, NaN]);
});

test("what is never negative is drawn above zero", () => {
  const own = QUANTITIES.filter(({ name }) => name !== "loss");
  assert.deepEqual(own.map(({ floor }) => floor(makeGrid([], "", null))), own.map(() => 0));
});

test("values are computed once a run, also where the run has taken another place", () => {
  const [run, grid] = [makeRun(), makeGrid()];
  for (const { values: of } of QUANTITIES) {
    const found = of(run, grid);
    assert.equal(of({ ...run, optimizer: 3 }, makeGrid()), found);
    assert.notEqual(of(makeRun(), grid), undefined);
  }
  assert.notEqual(quantity("length").values(makeRun(), grid), quantity("length").values(run, grid));
});

test("quantities of one run do not get into each other's way", () => {
  const [run, grid] = [makeRun(), makeGrid()];
  const found = QUANTITIES.map(({ values: of }) => of(run, grid));
  assert.equal(new Set(found).size, QUANTITIES.length);
  assert.deepEqual(QUANTITIES.map(({ values: of }) => of(run, grid)), found);
});

test("on another surface the same path is measured anew", () => {
  const run = makeRun();
  const near = makeGrid([[5, 0]], "surface=ellipse,kappa=4,theta=0");
  assert.deepEqual(values("distance", run, makeGrid([[8, 4]])), [0, 5, Math.hypot(9, 4), Math.hypot(9, 4)]);
  assert.deepEqual(values("distance", run, near), [5, 0, 10, 10]);
});

test("a run that has grown is measured anew", () => {
  const run = makeRun();
  assert.deepEqual(values("length", { ...run, length: 2 }, makeGrid()), [NaN, 5]);
  assert.deepEqual(values("length", run, makeGrid()), [NaN, 5, 10, 0]);
});

test("there is one for each name that an address may have, in the same order", () => {
  assert.deepEqual(QUANTITIES.map(({ name }) => name), QUANTITY_NAMES);
});
