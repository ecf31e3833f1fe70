import assert from "node:assert/strict";
import { test } from "node:test";

import { Thinned } from "../../../static/js/plot/thinned.js";

/** What is drawn of a sequence of points. */
function draw(points, gap) {
  const drawn = [];
  const thinned = new Thinned({ lineTo: (x, y) => drawn.push([x, y]) }, gap);
  points.forEach(([x, y], k) => thinned.add(x, y, k === points.length - 1));
  return drawn;
}

test("the first and the last point are drawn, however close", () => {
  assert.deepEqual(draw([[0, 0], [0.1, 0], [0.2, 0]], 1), [[0, 0], [0.2, 0]]);
  assert.deepEqual(draw([[5, 5]], 1), [[5, 5]]);
});

test("a point is left out when it is close to the last one drawn", () => {
  assert.deepEqual(draw([[0, 0], [0.5, 0.4], [3, 0], [3, 0.9], [9, 9]], 1), [[0, 0], [3, 0], [9, 9]]);
});

test("many short steps add up: a slow path is not lost", () => {
  const points = Array.from({ length: 1001 }, (_, k) => [k / 100, 0]);
  const drawn = draw(points, 1);
  assert.ok(drawn.length >= 10 && drawn.length <= 12);
  assert.ok(drawn.every(([x], k) => k === 0 || x - drawn[k - 1][0] <= 1.01));
});

test("a zigzag wider than the gap is drawn in full", () => {
  const points = Array.from({ length: 50 }, (_, k) => [k / 100, k % 2]);
  assert.deepEqual(draw(points, 1), points);
});

test("a path that comes back goes on without a line", () => {
  const drawn = [];
  const note = (name) => (x, y) => drawn.push([name, x, y]);
  const thinned = new Thinned({ lineTo: note("to"), moveTo: note("from") }, 1);
  thinned.add(0, 0, false);
  thinned.move(9, 9);
  thinned.add(9.2, 9, false);
  thinned.add(8, 8, true);
  assert.deepEqual(drawn, [["to", 0, 0], ["from", 9, 9], ["to", 8, 8]]);
});
