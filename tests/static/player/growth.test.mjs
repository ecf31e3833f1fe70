import assert from "node:assert/strict";
import { test } from "node:test";

import { added, grown, isGrowing } from "../../../static/js/player/growth.js";

test("a start is added if all others were there before", () => {
  assert.equal(added(["A", "B"], ["A", "B", "C"]), 2);
  assert.equal(added(["B"], ["A", "B"]), 0);
  for (const after of [["A", "B"], ["A"], ["A", "C"], ["A", "C", "D"], ["A", "B", "C", "D"]]) assert.equal(added(["A", "B"], after), -1);
});

test("its paths grow from the start to the end, the others are whole", () => {
  const runSet = { query: "…", runs: [0, 1].flatMap((start) => [1, 11, 101].map((length) => ({ start, length }))) };
  const growth = { start: 1, begun: 1000 };
  const lengths = (now) => grown(runSet, growth, now).runs.map(({ length }) => length);
  assert.deepEqual(lengths(900), [1, 11, 101, 1, 1, 1]);
  assert.deepEqual(lengths(1000), [1, 11, 101, 1, 1, 1]);
  assert.deepEqual(lengths(1600), [1, 11, 101, 1, 6, 51]);
  assert.deepEqual(lengths(9000), [1, 11, 101, 1, 11, 101]);
  assert.deepEqual(runSet.runs.map(({ length }) => length), [1, 11, 101, 1, 11, 101]);
  assert.deepEqual([999, 1000, 2199, 2200].map((now) => isGrowing(growth, now)), [true, true, true, false]);
});
