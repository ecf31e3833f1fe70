import assert from "node:assert/strict";
import { test } from "node:test";

import { GAP, handleName, layHandles } from "../../../static/js/plot/handle-layout.js";

const [WIDTH, HEIGHT] = [260, 130]; // a plot on a phone
const lay = (starts, held) => layHandles(starts, WIDTH, HEIGHT, held);
const gap = (positions) =>
  Math.min(...positions.flatMap((a, i) => positions.slice(0, i).map((b) => Math.hypot(a.x - b.x, a.y - b.y))));
const within = ({ x, y }) => x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;
const same = (count, x, y) => Array.from({ length: count }, () => ({ x, y }));

test("handles that cover no other stand exactly on their starts", () => {
  const starts = [{ x: 0, y: 0 }, { x: 20, y: 0 }, { x: 130.25, y: 64.5 }, { x: WIDTH, y: HEIGHT }];
  assert.deepEqual(lay(starts), starts);
  assert.deepEqual(lay([]), []);
});

test("two at one place stand side by side, each half the way", () => {
  const [a, b] = lay(same(2, 100, 50));
  assert.ok(Math.abs(b.x - a.x - GAP) < 0.1 && a.y === b.y, "the first at the left");
  assert.ok(Math.abs((a.x + b.x) / 2 - 100) < 0.1);
});

test("however many starts lie at one place, also in a corner, no handle covers another and none is cut off", () => {
  for (const [x, y] of [[130, 65], [0, 0], [WIDTH, HEIGHT], [130, HEIGHT], [0, 65]]) {
    for (const count of [2, 3, 7, 12, 26]) {
      const positions = lay(same(count, x, y));
      assert.ok(gap(positions) > GAP - 1, `${count} at ${x}, ${y}: ${gap(positions)}`);
      assert.ok(positions.every(within));
    }
  }
});

test("starts that nearly coincide are moved apart by what is missing", () => {
  const [a, b, c] = lay([{ x: 100, y: 50 }, { x: 104, y: 53 }, { x: 200, y: 50 }]);
  assert.ok(Math.abs(Math.hypot(b.x - a.x, b.y - a.y) - GAP) < 0.1);
  assert.ok(Math.abs((b.y - a.y) / (b.x - a.x) - 3 / 4) < 1e-9, "in their own direction");
  assert.deepEqual(c, { x: 200, y: 50 });
});

test("a start outside has its handle at the edge, beside those that are there", () => {
  assert.deepEqual(lay([{ x: 1e9, y: 50 }, { x: 30, y: -7 }]), [{ x: WIDTH, y: 50 }, { x: 30, y: 0 }]);
  const positions = lay([{ x: -5, y: 50 }, { x: -1e6, y: 50 }, { x: 0, y: 50 }]);
  assert.ok(gap(positions) > GAP - 1 && positions.every(within));
});

test("one that is dragged stays on its start; the others give way", () => {
  for (const held of [0, 1, 2]) {
    const starts = same(3, 100, 50);
    const positions = lay(starts, held);
    assert.deepEqual(positions[held], { x: 100, y: 50 });
    assert.ok(gap(positions) > GAP - 1);
  }
});

test("the same starts are laid out in the same way", () => {
  const starts = Array.from({ length: 26 }, (_, i) => ({ x: 100 + (i % 3), y: 60 + (i % 2) }));
  assert.deepEqual(lay(starts), lay(starts));
});

test("a handle is called by its start, by who else is there, and by what it can do", () => {
  const [a, b, c] = [{ label: "A", x: -8, y: 1.2 }, { label: "B", x: -8, y: 1.2 }, { label: "C", x: 100, y: 0 }];
  const use = " Arrow keys move it, Delete removes it.";
  assert.equal(handleName(a, [a, c], false, false), `Start A at -8, 1.2.${use}`);
  assert.equal(handleName(a, [a, b, c], false, true), "Start A at -8, 1.2, the same point as B.");
  assert.equal(handleName(c, [a, b, c], true, false), `Start C at 100, 0, outside the plot.${use}`);
});
