import assert from "node:assert/strict";
import { test } from "node:test";

import { freePoint } from "../../../static/js/state/free-point.js";

const domain = [[-10, 10], [-5, 5]];
const inside = ({ x, y }) => x > -10 && x < 10 && y > -5 && y < 5;
const nearest = ({ x, y }, taken) => Math.min(...taken.map(([a, b]) => Math.hypot(a - x, b - y)));

test("26 starts are added at 26 points, away from minima, saddles and each other", () => {
  const landmarks = [[0, 0], [5, 2.5], [-5, -2.5]];
  const taken = [...landmarks];
  for (let k = 0; k < 26; k++) {
    const point = freePoint(domain, taken);
    assert.ok(inside(point));
    assert.ok(nearest(point, taken) > 1, `start ${k} at ${point.x}, ${point.y}`);
    taken.push([point.x, point.y]);
  }
});

test("where a lattice of its own points is taken, it takes another", () => {
  const taken = [];
  for (let i = 1; i < 8; i++) for (let j = 1; j < 4; j++) taken.push([-10 + 2.5 * i, -5 + 2.5 * j]);
  assert.ok(nearest(freePoint(domain, taken), taken) > 1);
});

test("where all lie far outside, or none is there, it is still inside", () => {
  assert.ok(inside(freePoint(domain, [[1e6, 1e6]])));
  assert.ok(inside(freePoint(domain, [])));
});
