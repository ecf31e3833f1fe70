import assert from "node:assert/strict";
import { test } from "node:test";

import { HUES, SLOTS, slots } from "../../../static/js/plot/series.js";

const FIRST = ["sgd", "momentum", "rmsprop", "adam"];
const catalogOf = (count) => ({
  first_view: FIRST,
  optimizers: [...FIRST, ...Array.from({ length: count }, (_, k) => `rule${k}`)].map((name) => ({ name })),
});
const colors = (taken) => taken.map((slot) => slot % HUES);

test("the optimizers of the first view have the first colors, whoever else is there", () => {
  assert.deepEqual(slots(["adam", "sgd"], catalogOf(0)), [3, 0]);
  assert.deepEqual(slots(["rule0", "rule1", "rule2", "rule3", "adam", "sgd"], catalogOf(30)), [4, 5, 6, 7, 3, 0]);
  assert.deepEqual(slots([], catalogOf(0)), []);
});

test("no two of up to eight share a color, and no two of up to sixteen a slot, however long the catalog is", () => {
  const catalog = catalogOf(40);
  for (const { name } of catalog.optimizers) {
    assert.equal(new Set(colors(slots(Array(HUES).fill(name), catalog))).size, HUES);
    assert.equal(new Set(slots(Array(SLOTS).fill(name), catalog)).size, SLOTS);
  }
  const names = catalog.optimizers.map(({ name }) => name);
  for (let k = 0; k + HUES <= names.length; k++) {
    assert.equal(new Set(colors(slots(names.slice(k, k + HUES), catalog))).size, HUES);
  }
});

test("who comes later changes nothing", () => {
  const names = ["rule7", "sgd", "rule7", "rule3", "sgd", "adam", "rule1", "rule2", "momentum", "rule9"];
  for (let k = 0; k <= names.length; k++) {
    assert.deepEqual(slots(names.slice(0, k), catalogOf(12)), slots(names, catalogOf(12)).slice(0, k));
  }
});

test("more than there are slots share them evenly", () => {
  const taken = slots(Array(2 * SLOTS).fill("sgd"), catalogOf(0));
  assert.deepEqual(taken.slice(SLOTS), taken.slice(0, SLOTS));
});
