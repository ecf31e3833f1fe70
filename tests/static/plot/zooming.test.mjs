import assert from "node:assert/strict";
import { test } from "node:test";

import { shift } from "../../../static/js/plot/ground.js";
import { across, down, leave, plotArea } from "../../../static/js/plot/geometry.js";
import { box, everything, moved, toMinimum, zoomed } from "../../../static/js/plot/zooming.js";

/** @type {[[number, number], [number, number]]} */
const DOMAIN = [[-10, 10], [-5, 5]];
const minimum = (x, y, radius = 0) => ({ kind: "minimum", x, y, value: 0, smooth: true, lowest: true, radius, marked: true });
const run = (points, status = "running") => ({
  x: Float32Array.from(points, ([x]) => x), y: Float32Array.from(points, ([, y]) => y), length: points.length, status,
});
/** A cycle of two points around a place, after a way there. */
const cycle = (x, y, half) => run(Array.from({ length: 121 }, (_, k) => (k < 60 ? [x + 8 - (8 * k) / 60, y] : [x, y + (k % 2 ? half : -half)])));

test("the point under the pointer stays where it is", () => {
  const at = { x: 4, y: -3 };
  const near = zoomed(DOMAIN, 0.25, at);
  const [before, after] = [plotArea(DOMAIN, 400), plotArea(near, 400)];
  assert.deepEqual([across(after, at.x), down(after, at.y)], [across(before, at.x), down(before, at.y)]);
  assert.equal(after.height, before.height);
  assert.deepEqual(zoomed(near, 4, at), DOMAIN);
  assert.deepEqual(zoomed(DOMAIN, 2), [[-20, 20], [-10, 10]]);
});

test("a drag moves, a box has its corners where it was drawn", () => {
  assert.deepEqual(moved(DOMAIN, 1, -2), [[-9, 11], [-7, 3]]);
  assert.deepEqual(box({ x: 3, y: 1 }, { x: -1, y: 4 }), [[-1, 3], [1, 4]]);
});

test("to the minimum shows the last cycle of the run at it, whatever the others do", () => {
  const shown = toMinimum(DOMAIN, [minimum(0, 0), minimum(5, 2)], [cycle(0, 0, 0.15), run([[0, 0], [400, 300]], "diverged")], 0.1);
  const [[left, right], [bottom, top]] = shown;
  assert.deepEqual([left + right, bottom + top], [0, 0]);
  assert.ok(top > 0.15 && top < 0.25, `${top}`);
  assert.ok(Math.abs(right / top - 2) < 1e-12);
  const [[low, high]] = toMinimum(DOMAIN, [minimum(0, 0), minimum(5, 2)], [cycle(5, 2, 0.01), cycle(5, 2, 0.02), cycle(0, 0, 0.2)], 0.1);
  assert.ok(Math.abs((low + high) / 2 - 5) < 1e-9, "at which most runs end");
  assert.ok(high - low < 0.12 && high - low > 0.08);
});

test("at rest, or without a run at a minimum, it is the ring that is shown", () => {
  for (const runs of [[cycle(0, 0, 1e-9)], [run([[7, 1], [6, 1]])], []]) {
    const [, [bottom, top]] = toMinimum(DOMAIN, [minimum(0, 0)], runs, 0.1);
    assert.ok(top > 0.1 && top < 0.2);
    assert.ok(bottom < -0.1);
  }
  assert.equal(toMinimum(DOMAIN, [{ ...minimum(0, 0), kind: "saddle" }], [cycle(0, 0, 1)], 0.1), null);
});

test("of a circle of minima it is the point where a run ends", () => {
  const [[left, right], [bottom, top]] = toMinimum(DOMAIN, [minimum(0, 0, 2)], [cycle(0, 2, 0.01)], 0.1);
  assert.ok(Math.abs((left + right) / 2) < 1e-6 && Math.abs((bottom + top) / 2 - 2) < 1e-2);
});

test("everything has the domain, all starts and all paths in it, so that no path leaves it", () => {
  assert.equal(everything(DOMAIN, [{ x: 1, y: 1 }], [cycle(0, 0, 1)]), DOMAIN);
  const far = run([[0, 0], [14, 2], [12, -9]]);
  const shown = everything(DOMAIN, [{ x: -30, y: 0 }], [far]);
  assert.ok(shown[0][0] < -30 && shown[0][1] > 14 && shown[1][0] < -9 && shown[1][1] > 5);
  assert.equal(leave(far.x, far.y, far.length, shown), null);
});

test("a run that diverges is followed only so far, then it ends in an arrow at the edge", () => {
  const diverging = run([[0, 0], [15, 0], [1e9, 0], [3.4e38, 0]], "diverged");
  const shown = everything(DOMAIN, [], [diverging]);
  assert.ok(shown[0][1] > 15 && shown[0][1] < 80);
  const exit = leave(diverging.x, diverging.y, diverging.length, shown);
  assert.deepEqual([exit.step, exit.x], [2, shown[0][1]]);
});

test("contours of one region are moved to where they belong in another", () => {
  const [drawn, near] = [plotArea(DOMAIN, 400), plotArea(zoomed(DOMAIN, 0.2, { x: 3, y: 1 }), 400)];
  const { scale, x, y } = shift(DOMAIN, near);
  for (const [px, py] of [[0, 0], [3, 1], [-10, 5], [2.5, -4]]) {
    assert.ok(Math.abs(scale * across(drawn, px) + x - across(near, px)) < 1e-9);
    assert.ok(Math.abs(scale * down(drawn, py) + y - down(near, py)) < 1e-9);
  }
});
