import assert from "node:assert/strict";
import { test } from "node:test";

import { SLOTS, slots, uniqueTitles } from "../static/js/plot/series.js";

const ORDER = ["sgd", "momentum", "rmsprop", "adam"];

test("an optimizer has its place in the catalog, whoever else is there", () => {
  assert.deepEqual(slots(["adam", "sgd"], ORDER), [3, 0]);
  assert.deepEqual(slots(["adam"], ORDER), [3]);
  assert.deepEqual(slots([], ORDER), []);
});

test("a second one of a kind takes the next free slot", () => {
  assert.deepEqual(slots(["sgd", "sgd", "sgd"], ORDER), [0, 1, 2]);
  assert.deepEqual(slots(["sgd", "momentum", "sgd"], ORDER), [0, 1, 2]);
});

test("no two share a slot as long as there are free ones, also past the last", () => {
  for (const name of ORDER) {
    const taken = slots(Array(SLOTS).fill(name), ORDER);
    assert.equal(new Set(taken).size, SLOTS);
    assert.ok(taken.every((slot) => slot >= 0 && slot < SLOTS));
    assert.equal(taken[0], ORDER.indexOf(name));
  }
});

test("when none is free, an optimizer shares its own", () => {
  const taken = slots([...Array(SLOTS).fill("sgd"), "adam", "adam"], ORDER);
  assert.deepEqual(taken.slice(SLOTS), [3, 3]);
});

test("a catalog longer than the palette begins again", () => {
  const order = Array.from({ length: 20 }, (_, k) => `rule${k}`);
  assert.deepEqual(slots(["rule17"], order), [1]);
  assert.deepEqual(slots(["rule1", "rule17"], order), [1, 2]);
});

test("a second one of a kind is numbered", () => {
  const titles = new Map([["sgd", "SGD"], ["adam", "Adam"]]);
  assert.deepEqual(uniqueTitles(["sgd", "adam", "sgd", "sgd"], titles), ["SGD", "Adam", "SGD 2", "SGD 3"]);
  assert.deepEqual(uniqueTitles(["no-such-optimizer"], titles), ["no-such-optimizer"]);
});
