import assert from "node:assert/strict";
import { test } from "node:test";

import { between, heights } from "../../../static/js/plot/surface-figure.js";
import { markLines, marksTrace } from "../../../static/js/plot/surface-marks.js";

const [columns, rows] = [41, 21];
const x = Float64Array.from({ length: columns }, (_, i) => -2 + i / 10);
const y = Float64Array.from({ length: rows }, (_, j) => -1 + j / 10);
const z = Float64Array.from({ length: columns * rows }, (_, k) => x[k % columns] + 2 * y[Math.floor(k / columns)]);
const region = [[-2, 2], [-1, 1]];
const slope = { x, y, z, columns, rows, region, domain: region, levels: [0, 1], landmarks: [], surface: "f", key: "f" };
const height = heights(slope);

/** @param {{x: number[], y: number[], z: number[]}} lines @returns {number[][]} the points that are drawn */
const drawn = ({ x, y, z }) => x.map((value, k) => [value, y[k], z[k]]).filter((point) => point.every(Number.isFinite));

test("a mark lies just above the surface around its point", () => {
  for (const kind of ["start", "end", "minimum"]) {
    const points = drawn(markLines([{ x: 0.5, y: -0.2, kind }], slope, height));
    const distances = points.map(([x, y]) => Math.hypot(x - 0.5, y + 0.2));
    assert.ok(Math.min(...distances) > 0 && Math.max(...distances) < 0.1, kind);
    if (kind !== "start") assert.ok(Math.max(...distances) - Math.min(...distances) < 1e-12, kind); // a disk is two rings
    for (const [x, y, z] of points) {
      const gap = z - between(slope, height.z, x, y);
      assert.ok(gap > 0 && gap < 0.05 * (height.range[1] - height.range[0]), `${kind}: ${gap}`);
    }
    const [middleX, middleY] = [0, 1].map((k) => (Math.min(...points.map((p) => p[k])) + Math.max(...points.map((p) => p[k]))) / 2);
    assert.ok(Math.abs(middleX - 0.5) < 1e-12 && Math.abs(middleY + 0.2) < 1e-12, kind);
  }
});

test("a mark outside the region is not drawn, and takes as many points as one inside, so that colors stay with their marks", () => {
  const inside = markLines([{ x: 0, y: 0, kind: "end" }], slope, height);
  for (const at of [{ x: 3, y: 0 }, { x: NaN, y: NaN }]) {
    const outside = markLines([{ ...at, kind: "end" }], slope, height);
    assert.equal(outside.x.length, inside.x.length);
    assert.equal(drawn(outside).length, 0);
  }
});

test("lines break between two marks, and each point has the color of its mark", () => {
  const marks = [{ x: 0, y: 0, kind: "end", color: "red" }, { x: 1, y: 0, kind: "minimum", color: "blue" }];
  const { x, line } = marksTrace(marks, slope, height);
  assert.equal(line.color.length, x.length);
  const change = line.color.indexOf("blue");
  assert.ok(Number.isNaN(x[change - 1]));
  x.forEach((value, k) => assert.ok(Number.isNaN(value) || Math.abs(value - (line.color[k] === "red" ? 0 : 1)) < 0.2));
});

test("on a steep wall a ring stays a ring: it rises no more than it is wide, and is not below the surface at its middle", () => {
  const wall = { ...slope, z: Float64Array.from({ length: columns * rows }, (_, k) => (x[k % columns] > 0.5 ? 1000 : 0)) };
  const tall = heights(wall);
  const points = drawn(markLines([{ x: 0.5, y: 0, kind: "end" }], wall, tall));
  const z = points.map(([, , value]) => value);
  assert.ok(Math.max(...z) - Math.min(...z) < 0.07 * 1000 && Math.max(...z) > Math.min(...z));
  assert.ok((Math.max(...z) + Math.min(...z)) / 2 > between(wall, tall.z, 0.5, 0));
});
