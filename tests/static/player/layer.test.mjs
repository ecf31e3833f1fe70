/** A kept picture is drawn once, and again only when something in it changes. */

import assert from "node:assert/strict";
import test from "node:test";

import { drawn } from "../../../static/js/player/layer.js";

test("a picture is drawn again only when what it shows has changed", () => {
  const context = {};
  const canvas = { width: 0, height: 0, getContext: () => context };
  const one = { canvas, signature: "" };
  const sizes = [];
  const draw = (onto) => {
    assert.equal(onto, context);
    sizes.push([canvas.width, canvas.height]);
  };
  for (const [shown, width] of [[[1, "a"], 10], [[1, "a"], 10], [[2, "a"], 20], [[1, "a"], 10]]) {
    assert.equal(drawn(one, shown, { width, height: 5 }, draw), canvas);
  }
  assert.deepEqual(sizes, [[10, 5], [20, 5], [10, 5]]);
});
