import assert from "node:assert/strict";
import { test } from "node:test";

import { fromAddress, reduce } from "../static/js/state.js";
import { FIRST, STEADY, catalog } from "./fixture-catalog.mjs";

const first = fromAddress(FIRST, catalog);
const change = (state, ...actions) => actions.reduce((before, action) => reduce(before, action, catalog), state);
const after = (...actions) => change(first, ...actions);
const lengths = (state) => state.optimizers.map(({ length }) => length);
const set = (name, value) => ({ type: "setOptimizer", id: 1, name, value });
const take = (id, length) => ({ type: "setLength", id, length });
const add = { type: "addOptimizer", name: "momentum" };
const REFUSED = "A step length has to come from another optimizer that runs.";

test("one optimizer takes the step length of another, or its own again", () => {
  const state = after(take(1, "sgd"));
  assert.deepEqual([lengths(state), state.notices], [["", "sgd"], []]);
  assert.equal(state.optimizers[0], first.optimizers[0]);
  assert.deepEqual(change(state, take(1, "")), first);
});

test("a length comes from another of the same kind, not from oneself", () => {
  assert.deepEqual([lengths(after(take(1, "rmsprop"))), after(take(1, "rmsprop")).notices], [["", ""], [REFUSED]]);
  const twice = after({ type: "addOptimizer", name: "rmsprop" }, take(1, "rmsprop"));
  assert.deepEqual([lengths(twice), twice.notices], [["", "rmsprop", ""], []]);
});

test("a length goes with its lender, and it is said", () => {
  const grafted = after(take(1, "sgd"));
  for (const action of [{ type: "removeOptimizer", id: 0 }, { type: "switchOptimizer", id: 0, on: false }]) {
    const state = change(grafted, action);
    assert.deepEqual([state.optimizers.at(-1).length, state.notices], ["", [REFUSED]]);
  }
  const absent = after(take(1, "momentum"));
  assert.deepEqual([lengths(absent), absent.notices], [["", ""], [REFUSED]]);
});

test("where two lend, the other one stays", () => {
  const state = after({ type: "addOptimizer", name: "sgd" }, take(1, "sgd"), { type: "removeOptimizer", id: 0 });
  assert.deepEqual([lengths(state), state.notices], [["sgd", ""], []]);
});

test("an optimizer that is off keeps its length until it runs again", () => {
  const away = after(take(1, "sgd"), { type: "switchOptimizer", id: 1, on: false });
  assert.deepEqual([lengths(away), away.notices], [["", "sgd"], []]);
  assert.deepEqual(lengths(change(away, { type: "switchOptimizer", id: 1, on: true })), ["", "sgd"]);
});

test("lengths may be passed on; where they go round, the first gives way and the others stay", () => {
  const chain = after(add, take(2, "rmsprop"), take(1, "sgd"));
  assert.deepEqual([lengths(chain), chain.notices], [["", "sgd", "rmsprop"], []]);
  const round = change(chain, take(0, "momentum"));
  assert.deepEqual([lengths(round), round.notices], [["", "sgd", "rmsprop"], [REFUSED]]);
  const pair = after(take(0, "rmsprop"), take(1, "sgd"));
  assert.deepEqual([lengths(pair), pair.notices], [["", "sgd"], [REFUSED]]);
});

test("of a chain that loses its end, only what came from there is dropped", () => {
  const chain = after(add, take(2, "rmsprop"), take(1, "sgd"), { type: "switchOptimizer", id: 0, on: false });
  assert.deepEqual([lengths(chain), chain.notices], [["", "", "rmsprop"], [REFUSED]]);
});

test("a schedule is no longer than the run", () => {
  const state = after({ type: "setSteps", value: 20 }, set("schedule", "step"), set("warmup", 50));
  assert.deepEqual(state.optimizers[1].values, { ...first.optimizers[1].values, schedule: "step", warmup: 20, every: 20 });
  assert.deepEqual(state.notices, []);
  const shorter = change(state, { type: "setSteps", value: 7 });
  assert.deepEqual([shorter.optimizers[1].values.warmup, shorter.optimizers[1].values.every], [7, 7]);
  assert.equal(shorter.optimizers[0], first.optimizers[0]);
});

test("a schedule that limits shorten the run for is shortened too", () => {
  const state = after({ type: "setSteps", value: 1000 }, set("warmup", 900), ...Array(8).fill({ type: "addStart", x: 0, y: 0 }));
  assert.deepEqual([state.steps, state.optimizers[1].values.warmup], [500, 500]);
});

test("halving is left alone where no schedule halves: a short run has a plain address", () => {
  const state = after({ type: "setSteps", value: 7 });
  assert.deepEqual(state.optimizers, first.optimizers);
  assert.ok(state.steps < STEADY.every);
});
