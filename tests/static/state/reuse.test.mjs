import assert from "node:assert/strict";
import { test } from "node:test";

import { writeScenario } from "../../../static/js/state/address.js";
import { isPlain, merge, plan } from "../../../static/js/state/reuse.js";
import { fromAddress, reduce } from "../../../static/js/state/state.js";
import { FIRST, catalog } from "../fixture-catalog.mjs";

const first = fromAddress(FIRST, catalog);
const change = (state, ...actions) => actions.reduce((before, action) => reduce(before, action, catalog), state);

/** The server: what it answers to a query, each run marked with what it depends on. */
function answer(query) {
  const items = query.split("&");
  const optimizers = items.filter((item) => item.startsWith("optimizer="));
  const starts = items.filter((item) => item.startsWith("start="));
  const tied = /[?&](fair|noise|seed|target|tolerance)=|,(length|schedule|warmup)=/.test(query);
  const shared = (tied ? items : items.filter((item) => !item.startsWith("optimizer="))).join("&");
  return optimizers.flatMap((item, optimizer) => starts.map((_, start) => ({ optimizer, start, of: `${item} ${shared}` })));
}

/** Ask only for what is missing, as the page does. */
function ask(state, known) {
  const planned = plan(state, catalog, known);
  const runs = merge(planned, known, planned.missing.length ? answer(planned.query) : []);
  return { planned, runs, known: new Map(planned.keys.map((key, index) => [key, runs[index]])) };
}

/** What makes a scenario more than the sum of its optimizers. */
const TIES = [
  { type: "setCondition", name: "fair", value: "rate" },
  { type: "setCondition", name: "noise", value: 0.5 },
  { type: "setCondition", name: "seed", value: 7 },
  { type: "setCondition", name: "target", value: "loss" },
  { type: "setCondition", name: "tolerance", value: 0.01 },
  { type: "setLength", id: 1, length: "sgd" },
  { type: "setOptimizer", id: 1, name: "schedule", value: "cosine" },
  { type: "setOptimizer", id: 1, name: "warmup", value: 5 },
];

/** Ask for everything. */
function all(state) {
  return ask(state, new Map()).runs;
}

test("at first everything is missing", () => {
  const { planned, runs } = ask(first, new Map());
  assert.deepEqual(planned.missing, [0, 1]);
  assert.equal(planned.query, FIRST);
  assert.deepEqual(runs.map((list) => list.map(({ optimizer, start }) => [optimizer, start])), [[[0, 0], [0, 1]], [[1, 0], [1, 1]]]);
});

test("what changes one optimizer asks for that one alone", () => {
  const { known } = ask(first, new Map());
  const state = change(first, { type: "setOptimizer", id: 1, name: "lr", value: 0.5 });
  const { planned, runs } = ask(state, known);
  assert.deepEqual(planned.missing, [1]);
  assert.equal(planned.query, FIRST.replace("&optimizer=sgd,lr=0.07", "").replace("lr=0.3", "lr=0.5"));
  assert.deepEqual(runs, all(state));
});

test("what all share makes everything missing", () => {
  const { known } = ask(first, new Map());
  for (const action of [
    { type: "setSurface", name: "kappa", value: 4 },
    { type: "moveStart", label: "A", x: 1 },
    { type: "addStart", x: 0, y: 0 },
    { type: "setSteps", value: 7 },
  ]) {
    assert.deepEqual(ask(change(first, action), known).planned.missing, [0, 1]);
  }
});

test("nothing is missing when one goes, or when only the look changes", () => {
  const { known } = ask(first, new Map());
  for (const action of [{ type: "switchOptimizer", id: 0, on: false }, { type: "setLayout", layout: "overlay" }]) {
    const state = change(first, action);
    const { planned, runs } = ask(state, known);
    assert.deepEqual(planned.missing, []);
    assert.deepEqual(runs, all(state));
  }
});

test("two of the same kind and the same values each have their runs", () => {
  const twice = change(first, { type: "addOptimizer", name: "sgd" });
  assert.deepEqual(ask(twice, new Map()).runs, all(twice));
  const { planned, runs } = ask(twice, ask(first, new Map()).known);
  assert.deepEqual(planned.missing, []);
  assert.deepEqual(runs, all(twice));
});

test("after any sequence of changes the runs are those that asking for all would give", () => {
  const actions = [
    { type: "addOptimizer", name: "momentum" },
    { type: "setOptimizer", id: 2, name: "beta", value: 0.5 },
    { type: "switchOptimizer", id: 0, on: false },
    { type: "setOptimizer", id: 1, name: "lr", value: 1 },
    { type: "addOptimizer", name: "rmsprop" },
    { type: "switchOptimizer", id: 0, on: true },
    { type: "removeStart", label: "A" },
    { type: "setCondition", name: "fair", value: "length" },
    { type: "setOptimizer", id: 0, name: "lr", value: 0.01 },
    { type: "setCondition", name: "fair", value: "own" },
    { type: "setLength", id: 2, length: "sgd" },
    { type: "removeOptimizer", id: 1 },
    { type: "setLength", id: 2, length: "" },
    { type: "chooseSurface", name: "saddle" },
  ];
  let [state, known] = [first, new Map()];
  for (const action of actions) {
    state = change(state, action);
    const asked = ask(state, known);
    known = asked.known;
    assert.deepEqual(asked.runs, all(state), action.type);
  }
});

test("runs at hand are not changed when they take another place", () => {
  const { known } = ask(first, new Map());
  const before = structuredClone([...known]);
  ask(change(first, { type: "switchOptimizer", id: 0, on: false }), known);
  assert.deepEqual([...known], before);
});

test("a scenario is plain where every optimizer runs for itself", () => {
  assert.ok(isPlain(first, catalog));
  for (const tie of TIES) assert.ok(!isPlain(change(first, tie), catalog), JSON.stringify(tie));
  const every = { type: "setOptimizer", id: 1, name: "every", value: 7 }; // without a schedule it does nothing
  assert.ok(isPlain(change(first, every), catalog));
  const off = { type: "switchOptimizer", id: 1, on: false };
  assert.ok(isPlain(change(first, TIES.at(-1), off), catalog), "one that is off ties nothing");
});

test("a scenario is not plain where the caption says a value of the surface, or the surface is typed", () => {
  const captioned = { ...catalog, surfaces: catalog.surfaces.map((one) => ({ ...one, parameters: one.parameters.map((p) => ({ ...p, captioned: p.name === "theta" })) })) };
  assert.deepEqual([0, 30].map((value) => isPlain(change(first, { type: "setSurface", name: "theta", value }), captioned)), [true, false]);
  const typed = { ...catalog, surfaces: catalog.surfaces.map((one) => ({ ...one, family: "f" })) };
  assert.equal(isPlain(first, typed), false);
});

test("what is not plain is asked for as a whole, whatever is at hand", () => {
  const { known } = ask(first, new Map());
  for (const tie of TIES) {
    const state = change(first, tie);
    const { planned, runs } = ask(state, known);
    assert.deepEqual([planned.missing, planned.query], [[0, 1], writeScenario(state, catalog)]);
    assert.equal(new Set([...planned.keys, ...known.keys()]).size, 4);
    assert.deepEqual(runs, all(state));
  }
});

test("where it is not plain, what changes one optimizer asks for all of them", () => {
  for (const tie of TIES) {
    const before = change(first, tie);
    const { known } = ask(before, new Map());
    const state = change(before, { type: "setOptimizer", id: 0, name: "lr", value: 0.01 });
    const { planned, runs } = ask(state, known);
    assert.deepEqual([planned.missing, planned.query], [[0, 1], writeScenario(state, catalog)]);
    assert.deepEqual(runs, all(state));
  }
});

test("a whole that is at hand is not asked for again", () => {
  for (const tie of TIES) {
    const state = change(first, tie);
    const { known } = ask(state, new Map());
    const again = ask(change(state, { type: "setLayout", layout: "overlay" }), known);
    assert.deepEqual(again.planned.missing, []);
    assert.deepEqual(again.runs, all(state));
  }
});
