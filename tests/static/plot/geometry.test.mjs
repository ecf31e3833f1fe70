import assert from "node:assert/strict";
import { test } from "node:test";

import { across, arms, at, axes, down, fit, holds, leave, plotArea, ringRadius, ticks, visible } from "../../../static/js/plot/geometry.js";

const DOMAIN = [[-10, 10], [-5, 5]];

test("both axes have the same scale", () => {
  const f = plotArea(DOMAIN, 400);
  assert.deepEqual([f.scale, f.width, f.height], [20, 400, 200]);
});

test("the corners of the domain are the corners of the plot area, y upwards", () => {
  const f = plotArea(DOMAIN, 400);
  assert.deepEqual([across(f, -10), across(f, 10)], [0, 400]);
  assert.deepEqual([down(f, 5), down(f, -5)], [0, 200]);
});

test("a pixel is found again under its point", () => {
  const f = plotArea([[-2, 2], [-1, 3]], 333);
  for (const [x, y] of [[-2, -1], [0.3, 2.5], [1.999, 0]]) {
    const point = at(f, across(f, x), down(f, y));
    assert.ok(Math.abs(point.x - x) < 1e-12 && Math.abs(point.y - y) < 1e-12);
  }
});

test("the largest plot area that fits keeps its shape and both limits", () => {
  for (const [width, most] of [[900, 700], [900, 200], [390, 2000]]) {
    const f = fit(DOMAIN, width, most);
    assert.ok(f.width <= width + 1e-9 && f.height <= most + 1e-9);
    assert.ok(Math.abs(f.width - width) < 1e-9 || Math.abs(f.height - most) < 1e-9, "there is room left");
    assert.ok(Math.abs(f.width / f.height - 2) < 1e-12);
  }
});

test("a host without width has a plot area all the same", () => {
  assert.equal(fit(DOMAIN, 0, 700).width, 60);
  assert.ok(fit(DOMAIN, 300, 0).height > 0 && fit(DOMAIN, 300, 0).scale > 0);
});

test("the edges belong to the domain, NaN does not", () => {
  assert.ok(holds(DOMAIN, -10, 5) && holds(DOMAIN, 10, -5));
  assert.ok(!holds(DOMAIN, 10.0001, 0) && !holds(DOMAIN, 0, -5.0001));
  assert.ok(!holds(DOMAIN, NaN, 0) && !holds(DOMAIN, 0, Infinity));
});

test("a path that ends inside does not leave, wherever it has been", () => {
  assert.equal(leave([0, 99, 1], [0, 99, 1], 3, DOMAIN), null);
  assert.equal(leave([10], [5], 1, DOMAIN), null);
});

test("a path leaves where it crosses the edge for the last time", () => {
  assert.deepEqual(leave([0, 20], [0, 0], 2, DOMAIN), { step: 1, x: 10, y: 0, angle: 0 });
  assert.deepEqual(leave([0, 0], [0, -10], 2, DOMAIN), { step: 1, x: 0, y: -5, angle: -Math.PI / 2 });
  assert.deepEqual(leave([0, 20, 0, -20, -40], [0, 0, 0, 0, 0], 5, DOMAIN), { step: 3, x: -10, y: 0, angle: Math.PI });
});

test("through a corner, or from the edge itself", () => {
  const corner = leave([0, 20], [0, 10], 2, DOMAIN);
  assert.deepEqual([corner.x, corner.y], [10, 5]);
  assert.deepEqual(leave([10, 11], [0, 0], 2, DOMAIN), { step: 1, x: 10, y: 0, angle: 0 });
});

test("only the points up to the step count", () => {
  assert.equal(leave([0, 1, 20], [0, 0, 0], 2, DOMAIN), null);
  assert.equal(leave([0, 1, 20], [0, 0, 0], 3, DOMAIN).step, 2);
});

test("a path that was never inside is shown at the place of the edge nearest to its end", () => {
  const leaving = leave([30, 20], [0, 7], 2, DOMAIN);
  assert.deepEqual([leaving.step, leaving.x, leaving.y], [0, 10, 5]);
  assert.equal(leaving.angle, Math.atan2(2, 10));
});

test("a path that explodes leaves at a finite place", () => {
  const leaving = leave(new Float32Array([0, -3.4e38]), new Float32Array([1, 3.4e38]), 2, DOMAIN);
  assert.ok(holds(DOMAIN, leaving.x, leaving.y - 1e-9));
  assert.ok(Math.abs(leaving.x + 4) < 1e-5 && Math.abs(leaving.y - 5) < 1e-5);
});

test("ticks are round, evenly spaced and as many as asked at the most", () => {
  assert.deepEqual(ticks([-10, 10], 5), [-10, -5, 0, 5, 10]);
  assert.deepEqual(ticks([-1, 3], 4), [-1, 0, 1, 2, 3]);
  assert.deepEqual(ticks([0, 120], 4), [0, 50, 100]);
  assert.deepEqual(ticks([0, 1], 4), [0, 0.5, 1]);
  assert.deepEqual(ticks([3.1, 3.9], 1), [3.5]);
  assert.deepEqual(ticks([-0.49, 0.49], 4).map((one) => Number(one.toFixed(9))), [-0.4, -0.2, 0, 0.2, 0.4], "three at least, if they fit");
});

test("ticks on the ends are kept in spite of rounding", () => {
  assert.equal(ticks([0.1, 0.7], 6).length, 7);
  assert.equal(ticks([-0.3, 0.3], 6).length, 7);
  assert.equal(ticks([0.6, 0.9], 3).length, 4); // (0.9 − 0.6) / 3 is a little more than 0.1
});

test("no number of an axis is at a corner, where it would be cut or cover another", () => {
  for (const domain of [DOMAIN, [[-5, 5], [-5, 5]], [[-2, 2], [-1, 3]], [[0.1, 0.4], [7, 7.2]]]) {
    const { across: below, down: beside } = axes(domain);
    assert.ok(below.length >= 3 && beside.length >= 3);
    const f = plotArea(domain, 200);
    for (const x of below) assert.ok(across(f, x) >= 8 && across(f, x) <= 192);
    for (const y of beside) assert.ok(down(f, y) >= 0.04 * f.height && down(f, y) <= 0.9 * f.height + 1e-6);
  }
});

test("an empty interval has no ticks", () => {
  assert.deepEqual(ticks([2, 2], 4), []);
});

test("of a line as much is drawn as can be seen, in its own direction", () => {
  const f = plotArea(DOMAIN, 400); // 200 px high, and 20 px of room around it
  assert.deepEqual(visible(f, 1, 2, 300, 150), [0, 1]);
  assert.deepEqual(visible(f, 0, 0, 840, 420), [0, 0.5]);
  assert.deepEqual(visible(f, 840, 420, 0, 0), [0.5, 1]);
  const [begin, end] = visible(f, 100, 100, 100 + 4e30, 100 - 3e30);
  assert.deepEqual([begin, Math.round(100 + end * 4e30), Math.round(100 - end * 3e30)], [0, 260, -20]);
  assert.equal(visible(f, 500, 0, 500, 100), null);
  assert.deepEqual(visible(f, 7, 7, 7, 7), [0, 1]);
  assert.equal(visible(f, -1e13, 50, 1e13, 50), null);
});

test("the ring is a part of the domain's diagonal, and there is none where the loss counts", () => {
  assert.equal(ringRadius([[-3, 3], [-4, 4]], { target: "distance", tolerance: 0.005 }), 0.05);
  assert.equal(ringRadius([[0, 5], [1, 13]], { target: "distance", tolerance: 1 }), 13);
  assert.equal(ringRadius(DOMAIN, { target: "loss", tolerance: 1e-4 }), 0);
});

test("the arms of a cross leave a small ring free, and are never shorter than the cross", () => {
  assert.deepEqual(arms(0), [0, 6]);
  assert.deepEqual(arms(1.7), [1.7, 7.7]);
  assert.deepEqual([arms(6), arms(300)], [[0, 6], [0, 6]]);
});
