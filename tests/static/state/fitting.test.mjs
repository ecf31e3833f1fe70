import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress, writeAddress } from "../../../static/js/state/address.js";
import { fromAddress, reduce } from "../../../static/js/state/state.js";
import { FIRST, STEADY, catalog } from "../fixture-catalog.mjs";

const first = fromAddress(FIRST, catalog);
const change = (state, ...actions) => actions.reduce((before, action) => reduce(before, action, catalog), state);
const after = (...actions) => change(first, ...actions);
const said = (state) => state.notices.map(({ text }) => text);
const lengths = (state) => state.optimizers.map(({ length }) => length);
const set = (name, value) => ({ type: "setOptimizer", id: 1, name, value });
const take = (id, length) => ({ type: "setLength", id, length });
const add = { type: "addOptimizer", name: "momentum" };
const REFUSED = "A step length has to come from another optimizer that is switched on.";

test("one optimizer takes the step length of another, or its own again", () => {
  const state = after(take(1, "sgd"));
  assert.deepEqual([lengths(state), said(state)], [["", "sgd"], []]);
  assert.equal(state.optimizers[0], first.optimizers[0]);
  assert.deepEqual(change(state, take(1, "")), first);
});

test("a length comes from another of the same kind, not from oneself", () => {
  assert.deepEqual([lengths(after(take(1, "rmsprop"))), said(after(take(1, "rmsprop")))], [["", ""], [REFUSED]]);
  const twice = after({ type: "addOptimizer", name: "rmsprop" }, take(1, "rmsprop"));
  assert.deepEqual([lengths(twice), said(twice)], [["", "rmsprop", ""], []]);
});

test("a step length goes with the optimizer that gives it, and a notice says so", () => {
  const grafted = after(take(1, "sgd"));
  for (const action of [{ type: "removeOptimizer", id: 0 }, { type: "switchOptimizer", id: 0, on: false }]) {
    const state = change(grafted, action);
    assert.deepEqual([state.optimizers.at(-1).length, said(state)], ["", [REFUSED]]);
  }
  const absent = after(take(1, "momentum"));
  assert.deepEqual([lengths(absent), said(absent)], [["", ""], [REFUSED]]);
});

test("where two lend, the other one stays", () => {
  const state = after({ type: "addOptimizer", name: "sgd" }, take(1, "sgd"), { type: "removeOptimizer", id: 0 });
  assert.deepEqual([lengths(state), said(state)], [["sgd", ""], []]);
});

test("an optimizer that is off keeps its length until it runs again", () => {
  const away = after(take(1, "sgd"), { type: "switchOptimizer", id: 1, on: false });
  assert.deepEqual([lengths(away), said(away)], [["", "sgd"], []]);
  assert.deepEqual(lengths(change(away, { type: "switchOptimizer", id: 1, on: true })), ["", "sgd"]);
});

test("lengths may be passed on; where they go round, the first gives way and the others stay", () => {
  const chain = after(add, take(2, "rmsprop"), take(1, "sgd"));
  assert.deepEqual([lengths(chain), said(chain)], [["", "sgd", "rmsprop"], []]);
  const round = change(chain, take(0, "momentum"));
  assert.deepEqual([lengths(round), said(round)], [["", "sgd", "rmsprop"], [REFUSED]]);
  const pair = after(take(0, "rmsprop"), take(1, "sgd"));
  assert.deepEqual([lengths(pair), said(pair)], [["", "sgd"], [REFUSED]]);
});

test("of a chain that loses its end, only what came from there is dropped", () => {
  const chain = after(add, take(2, "rmsprop"), take(1, "sgd"), { type: "switchOptimizer", id: 0, on: false });
  assert.deepEqual([lengths(chain), said(chain)], [["", "", "rmsprop"], [REFUSED]]);
});

const steps = (value) => ({ type: "setSteps", value });
const paces = ({ optimizers }) => [optimizers[1].values.warmup, optimizers[1].values.every];
const CUT = "The warm-up of RMSprop, 50 steps, was shortened to the length of the run.";
const CUT_INTERVAL = "The schedule interval of RMSprop, 40 steps, was shortened to the length of the run.";

test("a schedule is no longer than the run, and it is said while it is cut", () => {
  const paced = after(set("schedule", "step"), set("warmup", 50), set("every", 40));
  const shorter = change(paced, steps(45));
  assert.deepEqual([paces(shorter), said(shorter)], [[45, 40], [CUT]]);
  const short = change(shorter, steps(20), steps(7));
  assert.deepEqual([paces(short), said(short)], [[7, 7], [CUT, CUT_INTERVAL]]);
  assert.equal(short.optimizers[0], first.optimizers[0]);
  const address = readAddress(writeAddress(short, catalog), catalog);
  assert.deepEqual([address.steps, paces(address)], [7, [7, 7]], "what is written is legal");
});

test("an interval that nobody chose fits into the run without a word", () => {
  const short = after(steps(7), set("schedule", "step"));
  assert.deepEqual([paces(short), said(short)], [[0, 7], []]);
  const address = writeAddress(short, catalog);
  assert.match(address, /schedule=step,every=7/);
  assert.deepEqual(paces(readAddress(address, catalog)), [0, 7]);
  assert.deepEqual(paces(change(short, steps(120))), [0, STEADY.every]);
});

test("a slider that goes forth and back leaves everything as it was", () => {
  const paced = after(set("schedule", "step"), set("warmup", 50), set("every", 40), { type: "showStep", step: 46 });
  const back = change(paced, ...[90, 60, 46, 20, 1, 20, 46, 60, 90, 120].map(steps));
  assert.deepEqual(back, paced);
  const cut = change(paced, steps(20));
  assert.deepEqual([cut.step, change(cut, steps(47)).step], [null, 46]);
});

test("what is set while it is cut counts, also a step that is shown", () => {
  const cut = after(set("warmup", 50), { type: "showStep", step: 46 }, steps(20));
  assert.deepEqual(paces(change(cut, set("warmup", 10), steps(120)))[0], 10);
  assert.deepEqual(paces(change(cut, set("lr", 1), steps(120)))[0], 50);
  assert.equal(change(cut, { type: "showStep", step: 5 }, steps(120)).step, 5);
  assert.equal(change(cut, { type: "showStep", step: 20 }, steps(120)).step, null, "the last of those it had");
});

test("a notice that was dismissed is not said again while the same is cut", () => {
  const dismissed = after(set("warmup", 50), steps(20), { type: "dismiss", text: CUT });
  assert.deepEqual(said(change(dismissed, steps(10), set("lr", 1))), []);
  assert.deepEqual(said(change(dismissed, steps(60), steps(20))), [CUT]);
});

test("steps that the limits cut are there again with fewer runs, and so is the schedule", () => {
  const many = after(steps(1000), set("warmup", 900), ...Array(8).fill({ type: "addStart", x: 0, y: 0 }));
  assert.deepEqual([many.steps, many.optimizers[1].values.warmup], [500, 500]);
  assert.deepEqual(said(many).sort(), ["1000 steps are too many: with these runs at most 500 fit.", CUT.replace("50", "900")]);
  const fewer = change(many, ..."CDEFGHIJ".split("").map((label) => ({ type: "removeStart", label })));
  assert.deepEqual([fewer.steps, paces(fewer)[0], said(fewer)], [1000, 900, []]);
});

test("a step length comes back with the optimizer that gives it, and its notice goes", () => {
  const off = after(take(1, "sgd"), { type: "switchOptimizer", id: 0, on: false });
  assert.deepEqual([lengths(off), said(off)], [["", ""], [REFUSED]]);
  const on = change(off, { type: "switchOptimizer", id: 0, on: true });
  assert.deepEqual([lengths(on), said(on)], [["", "sgd"], []]);
});

test("halving is left alone where no schedule halves: a short run has a plain address", () => {
  const state = after({ type: "setSteps", value: 7 });
  assert.deepEqual(state.optimizers, first.optimizers);
  assert.ok(state.steps < STEADY.every);
});
