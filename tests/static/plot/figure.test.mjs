import assert from "node:assert/strict";
import { test } from "node:test";

import { landmarks, layout, paths } from "../../../static/js/plot/figure.js";
import { plotArea } from "../../../static/js/plot/geometry.js";
import { SLOTS } from "../../../static/js/plot/series.js";

const grid = {
  x: new Float32Array([0, 1, 2]),
  y: new Float32Array([0, 1]),
  z: new Float32Array([0, 1, 1.75, 4, 9, 25]),
  columns: 3,
  rows: 2,
  levels: [0, 1, 4, 9],
  minima: [[0.5, -0.25]],
  saddles: [],
  maxima: [],
  landmarks: [{ kind: "minimum", x: 0.5, y: -0.25, radius: 0, marked: true, lowest: true }],
};
const slots = Array.from({ length: SLOTS }, (_, k) => k);
const palette = { series: slots.map((k) => `color ${k}`), dashes: slots.map((k) => (k ? [k, 2] : [])), casing: "white" };
const f = plotArea([[0, 2], [0, 1]], 500);

const run = (optimizer, start, values) => ({
  optimizer,
  start,
  length: values.length,
  x: new Float32Array(values),
  y: new Float32Array(values.map((value) => -value)),
  loss: new Float32Array(values.map((value) => value * value)),
});
const names = { slots: [2, 0], titles: ["RMSprop", "SGD"], labels: ["A", "B"] };

test("the plot is exactly the plot area, 1:1 and not to be dragged, with neither ground nor axes", () => {
  const { width, height, margin, xaxis, yaxis, plot_bgcolor } = layout(f);
  assert.deepEqual([width, height], [500, 250]);
  assert.deepEqual([margin.l, margin.r, margin.t, margin.b], [0, 0, 0, 0]);
  assert.deepEqual([xaxis.range, yaxis.range, yaxis.scaleanchor], [f.domain[0], f.domain[1], "x"]);
  assert.deepEqual([xaxis.fixedrange, yaxis.fixedrange], [true, true]);
  assert.deepEqual([xaxis.visible, yaxis.visible, plot_bgcolor], [false, false, "rgba(0,0,0,0)"]);
});

test("a run is a casing below and a path above, in its color and dash", () => {
  const [casing, path] = paths([run(0, 1, [3, 2, 1])], 2, names, palette);
  assert.deepEqual([casing.line.color, casing.hoverinfo], ["white", "skip"]);
  assert.ok(casing.line.width > path.line.width);
  assert.deepEqual([path.line.color, path.line.dash, path.name], ["color 2", "solid", "RMSprop from B"]);
});

test("dashes tell optimizers apart that are in one plot", () => {
  const traces = paths([run(0, 0, [3, 2]), run(1, 0, [1, 2])], 1, names, palette);
  assert.deepEqual(traces.map(({ line }) => line.dash), [undefined, "2px,2px", undefined, "solid"]);
});

test("the points up to the step are drawn, and none after the last", () => {
  const drawn = (step) => paths([run(0, 0, [3, 2, 1])], step, names, palette)[1];
  for (const name of ["x", "y", "customdata", "text"]) {
    assert.deepEqual([0, 1, 2, 500].map((step) => drawn(step)[name].length), [1, 2, 3, 3], name);
  }
  const { x, y, customdata, text } = drawn(1);
  assert.deepEqual([[...x], [...y], [...customdata], text], [[3, 2], [-3, -2], [9, 4], ["step 0", "step 1"]]);
});

test("two traces for each run, in the order of the runs", () => {
  const traces = paths([run(0, 0, [1]), run(0, 1, [2]), run(1, 0, [3])], 0, names, palette);
  assert.deepEqual(traces.map(({ x }) => x[0]), [1, 1, 2, 2, 3, 3]);
});

const two = {
  ...grid,
  minima: [[0.5, 0.25], [1.5, 0.5]],
  landmarks: [{ kind: "minimum", x: 0.5, y: 0.25, radius: 0, marked: true, lowest: true }, { kind: "minimum", x: 1.5, y: 0.5, radius: 0, marked: true, lowest: false }],
};

/** @returns {number[][][]} the lines of a trace, which gaps part */
function lines({ x, y }) {
  const all = [[]];
  x.forEach((value, k) => (value === null ? all.push([]) : all.at(-1).push([value, y[k]])));
  assert.deepEqual(all.pop(), [], "a gap after each line");
  return all;
}

test("every minimum has a ring of the radius, which says what it is", () => {
  const [casing, crosses, rings, points] = landmarks(two, f, 0.125, palette);
  assert.equal(lines(rings).length, 2);
  lines(rings).forEach((ring, i) => {
    for (const [x, y] of ring) assert.ok(Math.abs(Math.hypot(x - two.minima[i][0], y - two.minima[i][1]) - 0.125) < 1e-12);
    assert.ok(Math.hypot(ring[0][0] - ring.at(-1)[0], ring[0][1] - ring.at(-1)[1]) < 1e-12, "closed");
  });
  assert.equal(rings.hovertemplate, "the ring: a run within 0.125 of the minimum has reached it<extra></extra>");
  assert.equal(points.hovertemplate, `%{text} (%{x:.6g}, %{y:.6g})<br>${rings.hovertemplate}`);
  assert.deepEqual(points.text, ["minimum", "local minimum"]);
  assert.deepEqual([points.x, points.y], [[0.5, 1.5], [0.25, 0.5]]);
  assert.equal(casing.x.length, crosses.x.length + rings.x.length);
  assert.deepEqual([casing.hoverinfo, crosses.hoverinfo], ["skip", "skip"]);
  assert.ok(casing.line.width > rings.line.width && casing.line.color === palette.casing);
});

test("a minimum's cross is as large on every screen, and begins where a small ring ends", () => {
  for (const [width, ring] of [[500, 0.004], [2000, 0.001]]) {
    const area = plotArea([[0, 2], [0, 1]], width); // px a unit: width / 2
    const [, crosses] = landmarks(grid, area, ring, palette);
    const ends = lines(crosses).map((arm) => arm.map(([x, y]) => (Math.hypot(x - 0.5, y + 0.25) * width) / 2));
    assert.equal(ends.length, 4);
    for (const [from, to] of ends) assert.deepEqual([from, to].map((px) => px.toFixed(6)), ["1.000000", "7.000000"]);
  }
});

test("where the loss counts there is no ring, and no word of one", () => {
  const [casing, crosses, points] = landmarks(two, f, 0, palette);
  assert.deepEqual([lines(crosses).length, casing.x], [8, crosses.x]);
  assert.equal(points.hovertemplate, "%{text} (%{x:.6g}, %{y:.6g})<extra></extra>");
});

test("a saddle point is a ×, a maximum a triangle with its point up; both say what they are", () => {
  const more = [{ kind: "saddle", x: 1, y: 0.5, radius: 0, marked: true, lowest: false }, { kind: "maximum", x: 0.25, y: 0.25, radius: 0, marked: true, lowest: false }];
  const hilly = { ...grid, saddles: [[1, 0.5]], maxima: [[0.25, 0.25]], landmarks: [...grid.landmarks, ...more] };
  const area = plotArea([[0, 2], [0, 1]], 500); // 250 px a unit
  const [casing, drawn, , , points] = landmarks(hilly, area, 0.1, palette);
  const px = (line, [x, y]) => line.map((at) => [(at[0] - x) * 250, (at[1] - y) * 250].map(Math.round));
  const [first, second, triangle] = lines(drawn).slice(4);
  assert.deepEqual([px(first, [1, 0.5]), px(second, [1, 0.5])], [[[-4, 4], [4, -4]], [[-4, -4], [4, 4]]]);
  assert.deepEqual(px(triangle, [0.25, 0.25]), [[-5, -4], [0, 5], [5, -4], [-5, -4]]);
  assert.deepEqual([points.text, points.x, points.y], [["saddle point", "maximum"], [1, 0.25], [0.5, 0.25]]);
  assert.ok(casing.x.length > drawn.x.length, "the casing lies under the rings too");
});

test("a circle of minima has a ring line on each side and no cross; a circle of maxima is dotted", () => {
  const circle = (kind, radius) => ({ kind, x: 1, y: 0.5, radius, marked: true, lowest: false });
  const round = { ...grid, landmarks: [...grid.landmarks, circle("minimum", 0.3), circle("maximum", 0.2)] };
  const [faint, dotted, , crosses, , points] = landmarks(round, f, 0.05, palette);
  assert.equal(lines(crosses).length, 4, "those of the point alone");
  const radii = (trace) => lines(trace).map((line) => line.map(([x, y]) => Math.hypot(x - 1, y - 0.5)));
  for (const [k, radius] of [[1, 0.25], [2, 0.35]]) for (const found of radii(faint)[k - 1]) assert.ok(Math.abs(found - radius) < 1e-12);
  for (const found of radii(dotted)[0]) assert.ok(Math.abs(found - 0.2) < 1e-12);
  assert.deepEqual([dotted.line.dash, points.x], ["2px,4px", [0.5]]);
  assert.deepEqual([faint.line.color, faint.line.width, dotted.line.width], [palette.muted, 0.75, 0.75]);
  const [line] = landmarks(round, f, 0, palette);
  assert.deepEqual([lines(line).length, line.hovertemplate], [1, "a circle of minima<extra></extra>"]);
});

test("of very many landmarks only those marked have a mark, but every minimum has its ring", () => {
  const many = { ...grid, landmarks: [...grid.landmarks, { kind: "minimum", x: 1.5, y: 0.5, radius: 0, marked: false, lowest: false }] };
  const [faint, casing, crosses, rings, points] = landmarks(many, f, 0.05, palette);
  assert.deepEqual([crosses, rings, faint].map((trace) => lines(trace).length), [4, 1, 1]);
  assert.deepEqual([points.x, lines(casing).length], [[0.5], 5], "faint rings have no casing");
});
