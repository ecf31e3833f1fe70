import assert from "node:assert/strict";
import { test } from "node:test";

import { layLabels } from "../../../static/js/plot/end-labels.js";

const area = { width: 600, height: 300 };
const end = (text, x, y, loss, more = {}) => ({ text, x, y, loss, width: 8 * text.length, hovered: false, leaves: false, ...more });
const box = ({ x, baseline, align }, { width }) => ({ left: align === "left" ? x : x - width, right: align === "left" ? x + width : x, baseline });
const cover = (a, b) => a.left < b.right && b.left < a.right && Math.abs(a.baseline - b.baseline) < 16;

/** No two labels that are shown cover each other, and all are inside. */
function check(ends, positions) {
  const boxes = positions.flatMap((position, i) => (position ? [box(position, ends[i])] : []));
  boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) => assert.ok(!cover(a, b), JSON.stringify([a, b]))));
  for (const { baseline } of boxes) assert.ok(baseline >= 12 && baseline <= area.height - 4);
  return boxes;
}

test("a label alone stands at the right of its end, near the right edge at the left", () => {
  assert.deepEqual(layLabels([end("SGD", 100, 100, 1)], area), [{ x: 114, baseline: 104, align: "left" }]);
  assert.deepEqual(layLabels([end("SGD", 500, 100, 1)], area), [{ x: 486, baseline: 104, align: "right" }]);
});

test("of two that collide the one with the smaller loss has the better position, whichever comes first", () => {
  for (const losses of [[1e-3, 1e-9], [1e-9, 1e-3]]) {
    const ends = [end("SGD", 300, 150, losses[0]), end("Adam", 303, 152, losses[1])];
    const positions = layLabels(ends, area);
    const better = losses[0] < losses[1] ? 0 : 1;
    assert.equal(positions[better].baseline, ends[better].y + 4);
    assert.equal(positions[better].align, "left");
    assert.ok(positions[1 - better], "the other one moves");
    check(ends, positions);
  }
});

test("the run under the pointer comes before any loss, and one without a loss last", () => {
  const ends = [end("SGD", 300, 150, 1e-9), end("Adam", 300, 150, 5, { hovered: true }), end("Momentum", 300, 150, NaN)];
  const positions = layLabels(ends, area);
  assert.deepEqual(positions[1], { x: 314, baseline: 154, align: "left" });
  assert.deepEqual(positions[0], { x: 286, baseline: 154, align: "right" });
  check(ends, positions);
});

test("of more than have room the best are shown", () => {
  const names = "abcdefghijklmnop".split("").map((letter) => letter.repeat(6));
  const ends = names.map((name, i) => end(name, 300, 150, i));
  const positions = layLabels(ends, area);
  const shown = check(ends, positions).length;
  assert.ok(shown >= 8 && shown < names.length);
  assert.ok(positions.slice(0, shown).every(Boolean), "those with the smallest losses");
  const hovered = layLabels(ends.with(15, { ...ends[15], hovered: true }), area);
  assert.ok(hovered[15]);
});

test("the same name stands once at one position, and twice at two", () => {
  const together = [end("SGD", 300, 150, 1), end("SGD", 301, 150, 2)];
  assert.deepEqual(layLabels(together, area).map(Boolean), [true, false]);
  const apart = [end("SGD", 300, 150, 1), end("SGD", 100, 50, 2)];
  assert.deepEqual(layLabels(apart, area).map(Boolean), [true, true]);
});

test("what leaves at one position is listed along the edge, away from the corner", () => {
  for (const y of [0, 300]) {
    const ends = Array.from({ length: 6 }, (_, i) => end(`left at step ${i}`, 600, y, Infinity, { leaves: true }));
    const positions = layLabels(ends, area);
    assert.equal(check(ends, positions).length, 6);
    assert.ok(positions.every(({ align }) => align === "right"));
  }
});

test("random ends never cover each other", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let k = 0; k < 300; k++) {
    const ends = Array.from({ length: 1 + Math.floor(16 * random()) }, (_, i) =>
      end(`name ${i}`, 600 * random(), 150 + 40 * random(), random(), { hovered: random() < 0.1, leaves: random() < 0.2 }));
    check(ends, layLabels(ends, area));
  }
});

test("no label covers the badge of a start", () => {
  const ends = [end("diverged at step 7", 300, 0, 1, { leaves: true }), end("SGD", 100, 150, 1), end("SGD", 500, 150, 1)];
  const free = layLabels(ends, area);
  const badges = [{ x: 330, y: 14 }, { x: 124, y: 150 }, { x: 600, y: 150 }];
  const positions = layLabels(ends, area, badges);
  assert.deepEqual(positions.map((position, i) => position?.baseline === free[i].baseline && position.align === free[i].align), [false, false, true]);
  for (const [i, position] of positions.entries()) {
    const { left, right, baseline } = box(position, ends[i]);
    for (const { x, y } of badges) assert.ok(x + 10 <= left || x - 10 >= right || y + 10 <= baseline - 12 || y - 10 >= baseline + 4);
  }
});

test("a label keeps clear of the numbers of the axes, but is shown over one rather than not at all", () => {
  const ends = [end("diverged at step 7", 300, 300, 1, { leaves: true })];
  const [free] = layLabels(ends, area);
  const number = { left: 400, right: 408, top: 281, bottom: 293 };
  const [moved] = layLabels(ends, area, [], [number]);
  assert.deepEqual([free.align, free.baseline], ["left", 294]);
  const { left, right, baseline } = box(moved, ends[0]);
  assert.ok(right <= number.left || left >= number.right || baseline + 4 <= number.top || baseline - 12 >= number.bottom);
  const everywhere = { left: 0, right: 600, top: 0, bottom: 300 };
  assert.deepEqual(layLabels(ends, area, [], [everywhere]), [free]);
});
