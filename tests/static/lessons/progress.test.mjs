/** Progress in the lessons: what is stored is read with suspicion, and a browser without storage does no harm. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { done, keep, parse, summary } from "../../../static/js/lessons/progress.js";

const global = /** @type {{localStorage?: unknown}} */ (globalThis);

afterEach(() => {
  delete global.localStorage;
});

/** @param {object} storage */
const use = (storage) => Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });

test("what cannot be progress is no progress", () => {
  for (const text of [null, "", "{", "null", "3", "[1]", '"ravine"']) assert.deepEqual(parse(text), {});
  assert.deepEqual(parse('{"ravine":1,"adam":null,"saddle":"x","jitter":0.5}'), { ravine: 1, adam: null });
});

test("what is kept is read again", () => {
  const items = new Map();
  use({ getItem: (key) => items.get(key) ?? null, setItem: (key, text) => items.set(key, text) });
  assert.deepEqual(done(), {});
  keep({ ravine: 1 });
  keep({ ...done(), adam: null });
  assert.deepEqual(done(), { ravine: 1, adam: null });
  assert.deepEqual([...items.keys()], ["lessons"]);
});

test("where storage is forbidden, progress lasts as long as the page", () => {
  Object.defineProperty(globalThis, "localStorage", {
    get() {
      throw new Error("SecurityError");
    },
    configurable: true,
  });
  keep({ ravine: 2 });
  assert.deepEqual(done(), { ravine: 2 });
});

test("the next lesson is the first that is not done", () => {
  const names = ["a", "b", "c"];
  assert.deepEqual(summary(names, {}), { count: 0, next: "a" });
  assert.deepEqual(summary(names, { a: null, c: 0, gone: 1 }), { count: 2, next: "b" });
  assert.deepEqual(summary(names, { a: 0, b: 0, c: 0 }), { count: 3, next: null });
});
