import assert from "node:assert/strict";
import { test } from "node:test";

import { mostSteps, running } from "../../../static/js/state/fitting.js";
import { fromAddress, reduce } from "../../../static/js/state/state.js";
import { FIRST, STEADY, USUAL, catalog } from "../fixture-catalog.mjs";

/** Freeze what is within too: a reducer that changes its input is found at once. */
function freeze(value) {
  if (value && typeof value === "object") Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

const first = freeze(fromAddress(FIRST, catalog));
const after = (...actions) => actions.reduce((state, action) => freeze(reduce(state, action, catalog)), first);
const said = (state) => state.notices.map(({ text }) => text);
const names = (state) => state.optimizers.map(({ name, on }) => (on ? name : `(${name})`));

test("the state of an address is complete", () => {
  assert.deepEqual(first.notices, []);
  assert.deepEqual([first.layout, first.theme, first.step, first.steps], ["side-by-side", "auto", null, 120]);
  assert.deepEqual(running(first).map(({ name, length }) => [name, length]), [["sgd", ""], ["rmsprop", ""]]);
  assert.deepEqual(first.conditions, USUAL);
});

test("those of the first view that the address does not name stand by, at the surface's rate", () => {
  const state = fromAddress(FIRST.replace("&optimizer=rmsprop,lr=0.3,beta=0.9", ""), catalog);
  assert.deepEqual(names(state), ["sgd", "(rmsprop)"]);
  const values = { lr: 0.3, beta: 0.9, eps: 1e-8, centered: 0, ...STEADY };
  assert.deepEqual(state.optimizers[1], { id: 1, name: "rmsprop", on: false, values, length: "" });
});

test("a rule may suit a multiple of the rate that a surface suggests, with twelve digits", () => {
  const parameters = catalog.optimizers[0].parameters.map((p) => (p.unit ? { ...p, factor: 0.01 } : p));
  const slow = { ...catalog, optimizers: [...catalog.optimizers, { ...catalog.optimizers[0], name: "slow", parameters }] };
  const added = reduce(first, { type: "addOptimizer", name: "slow" }, slow);
  assert.equal(added.optimizers.at(-1).values.lr, 0.0007); // 0.07 · 0.01 is 0.0007000000000000001
  const { gradient } = slow.surfaces.find(({ name }) => name === "saddle").suggestion.rates;
  const moved = reduce(added, { type: "chooseSurface", name: "saddle" }, slow);
  assert.equal(moved.optimizers.at(-1).values.lr, Number((gradient * 0.01).toPrecision(12)));
});

test("a rate that is a factor of a whole step is 1 on every surface", () => {
  const parameters = catalog.optimizers[0].parameters.map((p) => (p.unit ? { ...p, unit: "factor" } : p));
  const whole = { ...catalog, optimizers: [...catalog.optimizers, { ...catalog.optimizers[0], name: "whole", parameters }] };
  const added = reduce(first, { type: "addOptimizer", name: "whole" }, whole);
  assert.equal(added.optimizers.at(-1).values.lr, 1);
  const moved = reduce(added, { type: "chooseSurface", name: "saddle" }, whole);
  assert.equal(moved.optimizers.at(-1).values.lr, 1);
});

test("an incomplete address is an error", () => {
  assert.throws(() => fromAddress("surface=ellipse", catalog), /not a complete scenario: surface=ellipse/);
});

test("an unknown action is an error", () => {
  assert.throws(() => reduce(first, { type: "explode" }, catalog), /no action explode/);
});

test("loading an address keeps at hand what it does not name, switched off", () => {
  const before = after({ type: "addOptimizer", name: "momentum" });
  const loaded = reduce(before, { type: "load", query: `${FIRST}&step=7` }, catalog);
  assert.deepEqual(names(loaded), ["sgd", "rmsprop", "(momentum)"]);
  assert.equal(loaded.step, 7);
  assert.equal(new Set(loaded.optimizers.map(({ id }) => id)).size, 3);
});

test("restoring returns to a state as it was", () => {
  const later = after({ type: "setSteps", value: 7 }, { type: "setLayout", layout: "overlay" });
  assert.deepEqual(reduce(later, { type: "restore", state: first }, catalog), first);
});

test("another surface brings its starts, steps and rates, and keeps the other parameters", () => {
  const state = after(
    { type: "setOptimizer", id: 1, name: "beta", value: 0.5 },
    { type: "switchOptimizer", id: 0, on: false },
    { type: "showStep", step: 3 },
    { type: "chooseSurface", name: "saddle" },
  );
  assert.deepEqual(state.surface, { name: "saddle", values: { wall: 0.05 } });
  assert.deepEqual(state.starts, [{ label: "A", x: -3.5, y: 0.01 }, { label: "B", x: 2, y: -0.5 }]);
  assert.deepEqual([state.steps, state.step], [500, null]);
  assert.deepEqual(state.optimizers.map(({ values }) => values.lr), [0.1, 0.2]);
  assert.equal(state.optimizers[1].values.beta, 0.5);
  assert.deepEqual(names(state), ["(sgd)", "rmsprop"]);
});

test("a parameter changes alone", () => {
  const surface = after({ type: "setSurface", name: "kappa", value: 4 });
  assert.deepEqual(surface, { ...first, surface: { name: "ellipse", values: { kappa: 4, theta: 0 } } });
  const optimizer = after({ type: "setOptimizer", id: 1, name: "lr", value: 2 });
  assert.equal(optimizer.optimizers[0], first.optimizers[0]);
  assert.deepEqual(optimizer.optimizers[1].values, { ...first.optimizers[1].values, lr: 2 });
});

test("an optimizer is added with its defaults, the surface's rate and an id of its own", () => {
  const add = { type: "addOptimizer", name: "momentum" };
  const state = after({ type: "removeOptimizer", id: 0 }, add, add);
  assert.deepEqual(names(state), ["rmsprop", "momentum", "momentum"]);
  assert.deepEqual(state.optimizers[1].values, { lr: 0.07, beta: 0.9, form: "ewa", nesterov: 0, ...STEADY });
  assert.equal(new Set(state.optimizers.map(({ id }) => id)).size, 3);
});

test("the last optimizer that is on has to stay", () => {
  const off = after({ type: "switchOptimizer", id: 0, on: false });
  for (const action of [{ type: "removeOptimizer", id: 1 }, { type: "switchOptimizer", id: 1, on: false }]) {
    const refused = reduce(off, action, catalog);
    assert.deepEqual(names(refused), ["(sgd)", "rmsprop"]);
    assert.deepEqual(said(refused), ["Keep at least one optimizer."]);
  }
  assert.deepEqual(names(reduce(off, { type: "removeOptimizer", id: 0 }, catalog)), ["rmsprop"]);
});

test("no more optimizers than the limit are on", () => {
  const add = { type: "addOptimizer", name: "sgd" };
  const full = after(add, add);
  assert.equal(running(full).length, catalog.limits.optimizers);
  const refused = reduce(full, add, catalog);
  assert.deepEqual([refused.optimizers, said(refused)], [full.optimizers, ["There can be at most 4 optimizers."]]);

  const more = [{ type: "switchOptimizer", id: 0, on: false }, add, { type: "switchOptimizer", id: 0, on: true }];
  const state = more.reduce((before, action) => reduce(before, action, catalog), full);
  assert.deepEqual([running(state).length, said(state)], [4, ["There can be at most 4 optimizers."]]);
});

test("starts take the first free letter, up to the limit", () => {
  const state = after({ type: "removeStart", label: "A" }, { type: "addStart", x: 1, y: 2 }, { type: "addStart", x: 3, y: 4 });
  assert.deepEqual(state.starts.map(({ label }) => label), ["B", "A", "C"]);
  const add = { type: "addStart", x: 0, y: 0 };
  const full = after(...Array(24).fill(add));
  assert.deepEqual(full.starts.map(({ label }) => label).join(""), "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const refused = reduce(full, add, catalog);
  assert.deepEqual([refused.starts, said(refused)], [full.starts, ["There can be at most 26 start points."]]);
});

test("a start moves along one axis or both; the last one stays", () => {
  assert.deepEqual(after({ type: "moveStart", label: "B", x: 7 }).starts[1], { label: "B", x: 7, y: 4 });
  assert.deepEqual(after({ type: "moveStart", label: "B", x: 0, y: 0 }).starts[1], { label: "B", x: 0, y: 0 });
  const alone = after({ type: "removeStart", label: "B" });
  assert.deepEqual(alone.starts, [first.starts[0]]);
  const refused = reduce(alone, { type: "removeStart", label: "A" }, catalog);
  assert.deepEqual([refused.starts, said(refused)], [alone.starts, ["Keep at least one start point."]]);
});

test("steps are cut to what the limits leave, and it is said", () => {
  assert.equal(mostSteps(first, catalog), 1000); // 10 000 points, 4 runs: the limit of a run is lower
  const state = after({ type: "setSteps", value: 1000 }, ...Array(8).fill({ type: "addStart", x: 0, y: 0 }));
  assert.equal(state.steps, 500); // 20 runs
  assert.match(said(state)[0], /steps are too many: with these runs at most 500 fit/);
  assert.deepEqual(said(after({ type: "setSteps", value: 1 })), []);
});

test("however many runs there are, one step fits", () => {
  const crowded = { ...first, starts: Array(20_000).fill(first.starts[0]) };
  assert.equal(mostSteps(crowded, catalog), 1);
});

test("the step shown stays within the run; the last one is null", () => {
  const step = (value) => after({ type: "showStep", step: value }).step;
  assert.deepEqual([-1, 0, 1, 119, 120, 999, null].map(step), [0, 0, 1, 119, null, null, null]);
  const shown = after({ type: "showStep", step: 50 });
  assert.equal(reduce(shown, { type: "setSteps", value: 200 }, catalog).step, 50);
  assert.equal(reduce(shown, { type: "setSteps", value: 50 }, catalog).step, null);
});

test("the look changes alone", () => {
  assert.deepEqual(after({ type: "setLayout", layout: "overlay" }), { ...first, layout: "overlay" });
  assert.deepEqual(after({ type: "setTheme", theme: "dark" }), { ...first, theme: "dark" });
  assert.deepEqual(after({ type: "setQuantity", quantity: "rate" }), { ...first, quantity: "rate" });
});

test("a script that sets another scenario keeps the look, except for what its query names", () => {
  const look = { layout: "overlay", theme: "dark", colormap: "viridis", quantity: "rate" };
  const seen = (/** @type {string} */ more) => {
    const next = reduce({ ...first, ...look }, { type: "take", query: `${FIRST}${more}` }, catalog);
    return Object.fromEntries(Object.keys(look).map((name) => [name, next[name]]));
  };
  assert.deepEqual(seen(""), look);
  assert.deepEqual(seen("&quantity=distance&layout=3-d"), { ...look, quantity: "distance", layout: "3-d" });
});

test("a notice is said once, and dismissed by its text", () => {
  const noticed = after(...["one", "two", "one"].map((text) => ({ type: "notify", about: "server", text })));
  assert.deepEqual(said(noticed), ["two", "one"]);
  assert.deepEqual(said(reduce(noticed, { type: "dismiss", text: "two" }, catalog)), ["one"]);
});

test("a notice about the page goes when that works again, and with nothing else", () => {
  const trouble = ["server", "surface", "plotly"].map((about) => ({ type: "notify", about, text: `no ${about}` }));
  const noticed = after(...trouble, { type: "chooseSurface", name: "saddle" }, { type: "setSteps", value: 9 });
  assert.deepEqual(said(noticed), ["no server", "no surface", "no plotly"]);
  assert.deepEqual(said(reduce(noticed, { type: "load", query: FIRST }, catalog)), said(noticed));
  assert.deepEqual(said(reduce(noticed, { type: "restore", state: first }, catalog)), said(noticed));
  const healed = reduce(noticed, { type: "clear", about: "server" }, catalog);
  assert.deepEqual(said(healed), ["no surface", "no plotly"]);
  assert.equal(reduce(healed, { type: "clear", about: "server" }, catalog), healed);
});

test("what was refused is no matter any more once something else has changed", () => {
  const refused = after({ type: "removeStart", label: "B" }, { type: "removeStart", label: "A" });
  const looked = [{ type: "setLayout", layout: "overlay" }, { type: "showStep", step: 4 }, { type: "setTheme", theme: "dark" }, { type: "setQuantity", quantity: "rate" }];
  assert.deepEqual(said(looked.reduce((state, action) => reduce(state, action, catalog), refused)), ["Keep at least one start point."]);
  assert.deepEqual(said(reduce(refused, { type: "removeStart", label: "A" }, catalog)), ["Keep at least one start point."]);
  for (const action of [{ type: "addStart", x: 1, y: 1 }, { type: "setSteps", value: 9 }, { type: "setSurface", name: "kappa", value: 3 }]) {
    assert.deepEqual(said(reduce(refused, action, catalog)), []);
  }
});

test("what the address had wrong is noticed until the reader changes the scenario", () => {
  const mended = { ...first, notices: [{ about: "address", text: "The parameter steps cannot be -1." }] };
  assert.equal(said(reduce(mended, { type: "setLayout", layout: "overlay" }, catalog)).length, 1);
  for (const action of [{ type: "setSteps", value: 9 }, { type: "load", query: FIRST }, { type: "chooseSurface", name: "saddle" }, { type: "restore", state: first }]) {
    assert.deepEqual(said(reduce(mended, action, catalog)), [], action.type);
  }
});

test("a condition changes alone", () => {
  for (const [name, value] of [["fair", "length"], ["noise", 0.5], ["seed", 7], ["tolerance", 0.01]]) {
    const state = after({ type: "setCondition", name, value });
    assert.deepEqual(state, { ...first, conditions: { ...USUAL, [name]: value } });
  }
});

test("with another target goes a tolerance that was at its default, and no other", () => {
  const to = (value) => ({ type: "setCondition", name: "target", value });
  assert.deepEqual(after(to("loss")).conditions, { ...USUAL, target: "loss", tolerance: 1e-4 });
  assert.deepEqual(after(to("loss"), to("distance")).conditions, USUAL);
  const own = { type: "setCondition", name: "tolerance", value: 0.02 };
  assert.deepEqual(after(own, to("loss")).conditions, { ...USUAL, target: "loss", tolerance: 0.02 });
  assert.deepEqual(after(to("loss"), { ...own, value: 0.005 }, to("distance")).conditions, USUAL);
});

test("another surface leaves the conditions and lengths as they are", () => {
  const before = [{ type: "setCondition", name: "noise", value: 2 }, { type: "setLength", id: 1, length: "sgd" }];
  const state = after(...before, { type: "chooseSurface", name: "saddle" });
  assert.deepEqual(state.conditions, { ...USUAL, noise: 2 });
  assert.equal(state.optimizers[1].length, "sgd");
});
