import assert from "node:assert/strict";
import { test } from "node:test";

import { badgesOf, between, draped, heights, lying, surfaceLayout, surfaceTraces, until } from "../../../static/js/plot/surface-figure.js";

const palette = { series: [], dashes: [], page: "#fff", text: "#000", muted: "#777", border: "#ccc", casing: "#fff", shades: ["#fff", "#ccc", "#888"], key: "" };

/** @param {(x: number, y: number) => number} f on [−2, 2] × [−1, 1] */
function gridOf(f) {
  const [columns, rows] = [41, 21];
  const x = Float64Array.from({ length: columns }, (_, i) => -2 + i / 10);
  const y = Float64Array.from({ length: rows }, (_, j) => -1 + j / 10);
  const z = Float64Array.from({ length: columns * rows }, (_, k) => f(x[k % columns], y[Math.floor(k / columns)]));
  const region = [[-2, 2], [-1, 1]];
  return { x, y, z, columns, rows, region, domain: region, levels: [0, 1, 2, 3], landmarks: [], surface: "f", key: "f" };
}

const bowl = gridOf((x, y) => x * x + 3 * y * y);
const steep = gridOf((x, y) => 10 ** (2 * x + 2 * y));
const run = (points, f) => ({
  optimizer: 0, start: 0, status: "running", length: points.length,
  x: Float32Array.from(points, ([x]) => x), y: Float32Array.from(points, ([, y]) => y), loss: Float32Array.from(points, ([x, y]) => f(x, y)),
});

test("a bowl has its values as heights, a steep surface their logarithm, in the same order", () => {
  const linear = heights(bowl);
  assert.equal(linear.log, false);
  assert.deepEqual([linear.of(3), linear.f(3), linear.range], [3, 3, [0, 7]]);
  const log = heights(steep);
  assert.equal(log.log, true);
  for (const f of [0.01, 1, 1e4]) assert.ok(Math.abs(log.f(log.of(f)) / f - 1) < 1e-9);
  assert.ok(log.of(0.1) < log.of(1) && log.of(1) < log.of(100));
  assert.ok([...log.z].every(Number.isFinite));
  assert.equal(log.of(-5), log.range[0], "what lies below the lowest value of the grid is drawn there");
});

test("a flat surface and one without values have a height all the same", () => {
  for (const grid of [gridOf(() => 4), gridOf(() => NaN)]) {
    const [low, high] = heights(grid).range;
    assert.ok(low < high);
  }
});

test("between the points of the grid it is linear, outside there is nothing", () => {
  const plane = gridOf((x, y) => 2 * x - y + 1);
  const { z } = heights(plane);
  for (const [x, y] of [[0, 0], [-2, -1], [2, 1], [0.123, -0.456]]) assert.ok(Math.abs(between(plane, z, x, y) - (2 * x - y + 1)) < 1e-9);
  assert.ok(Number.isNaN(between(plane, z, 2.1, 0)));
});

test("a path lies on the surface, never below it, and breaks where it is outside", () => {
  const height = heights(bowl);
  const path = run([[-2, 0.5], [2, 0.5], [5, 0.5], [1, 0]], (x, y) => x * x + 3 * y * y);
  const line = draped(path, bowl, height);
  assert.equal(line.steps.length, 4);
  assert.equal(line.steps.at(-1), line.x.length);
  assert.ok(line.steps[1] > 30, "a long step has points between its ends");
  const seen = line.x.map((x, k) => [x, line.y[k], line.z[k]]).filter(([x]) => Number.isFinite(x));
  for (const [x, y, z] of seen) assert.ok(z > between(bowl, height.z, x, y) && z < between(bowl, height.z, x, y) + 0.2);
  assert.ok(Number.isNaN(line.x[line.steps[2] - 1]));
  assert.deepEqual(until(line, 0).x, [-2]);
  assert.equal(until(line, 1).z.length, line.steps[1]);
  assert.deepEqual(until(line, 99), until(line, 3));
});

test("points outside the region are left out", () => {
  const found = lying([{ x: 0, y: 0 }, { x: 9, y: 0 }], bowl, heights(bowl));
  assert.deepEqual([found.x, found.y], [[0], [0]]);
});

test("the plane is 1:1, ticks of the height are values of f, and the surface has the colors of its contours", () => {
  for (const grid of [bowl, steep]) {
    const height = heights(grid);
    const { scene } = surfaceLayout(grid, height, { azimuth: 0, elevation: 1, distance: 2 }, { width: 400, height: 300 }, palette, badgesOf(["A"], { x: [0], y: [0], z: [1] }, palette));
    assert.deepEqual(scene.annotations.map(({ text, z }) => [text, z]), [["A", 1]]);
    assert.ok(Math.abs(scene.aspectratio.x / scene.aspectratio.y - 2) < 1e-12);
    assert.equal(scene.zaxis.tickvals.length, scene.zaxis.ticktext.length);
    assert.ok(scene.zaxis.tickvals.length >= 3);
    const [surface] = surfaceTraces(grid, height, palette);
    assert.equal(surface.z.length, grid.rows);
    assert.deepEqual([surface.surfacecolor[0].length, surface.cmin, surface.cmax], [grid.columns, 0, 4]);
  }
});
