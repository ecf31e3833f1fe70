import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { stepOf } from "../../../static/js/controls/history-tools.js";
import { writeAddress } from "../../../static/js/state/address.js";
import { AddressBar } from "../../../static/js/state/history.js";
import { fromAddress } from "../../../static/js/state/state.js";
import { Store } from "../../../static/js/state/store.js";
import { catalog } from "../fixture-catalog.mjs";

const QUERY = "v=2&surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120";

/** A browser's history with a list of entries, whose steps arrive at once. */
function browser() {
  const entries = [{ state: null, query: QUERY }];
  let at = 0;
  const listeners = {};
  const go = (by) => {
    if (!entries[at + by]) return;
    at += by;
    listeners.popstate({ state: entries[at].state });
  };
  globalThis.window = { setTimeout: (...rest) => setTimeout(...rest) };
  globalThis.addEventListener = (name, act) => { listeners[name] = act; };
  globalThis.location = { get search() { return `?${entries[at].query}`; }, reload() { throw new Error("loaded again"); } };
  globalThis.history = {
    get state() { return entries[at].state; },
    replaceState(state, _, address) { entries[at] = { state, query: address.slice(1) }; },
    pushState(state, _, address) { entries.splice(++at, Infinity, { state, query: address.slice(1) }); },
    back: () => go(-1),
    forward: () => go(1),
  };
  return { entries, at: () => at };
}

function page() {
  const { entries, at } = browser();
  const store = new Store(fromAddress(QUERY, catalog), catalog);
  let can = null;
  const bar = new AddressBar(store, (now) => { can = now; });
  return { store, bar, entries, at, can: () => [can.undo, can.redo], steps: () => store.state.steps };
}

test("every gesture can be undone and done again", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { store, bar, can, steps, entries } = page();
  assert.deepEqual(can(), [false, false]);
  for (const value of [90, 80, 70]) store.dispatch({ type: "setSteps", value }); // one gesture
  assert.deepEqual(can(), [true, false]);
  mock.timers.tick(400);
  store.dispatch({ type: "setSteps", value: 60 });
  mock.timers.tick(400);
  assert.equal(entries.length, 3);
  bar.undo();
  assert.deepEqual([steps(), ...can()], [70, true, true]);
  bar.undo();
  assert.deepEqual([steps(), ...can()], [120, false, true]);
  bar.undo();
  assert.equal(steps(), 120);
  bar.redo();
  bar.redo();
  bar.redo();
  assert.deepEqual([steps(), ...can()], [60, true, false]);
  mock.timers.reset();
});

test("a gesture that is not in the address yet is undone too", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { store, bar, can, steps } = page();
  store.dispatch({ type: "setSteps", value: 50 });
  bar.undo();
  assert.deepEqual([steps(), ...can()], [120, false, true]);
  mock.timers.tick(1000);
  bar.redo();
  assert.equal(steps(), 50);
  mock.timers.reset();
});

test("another gesture after an undo ends what could be done again; another step shown does not", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { store, bar, can, at } = page();
  store.dispatch({ type: "setSteps", value: 50 });
  bar.undo();
  store.dispatch({ type: "showStep", step: 3 });
  mock.timers.tick(400);
  assert.deepEqual([...can(), at()], [false, true, 0]);
  store.dispatch({ type: "setSteps", value: 40 });
  mock.timers.tick(400);
  assert.deepEqual([...can(), at()], [true, false, 1]);
  bar.undo();
  assert.equal(writeAddress(store.state, catalog), `${QUERY}&step=3`);
  mock.timers.reset();
});

test("the usual keys ask for it", () => {
  const keys = (key, ...held) => stepOf({ key, ctrlKey: held.includes("ctrl"), metaKey: held.includes("meta"), shiftKey: held.includes("shift"), altKey: held.includes("alt") });
  assert.deepEqual([keys("z", "ctrl"), keys("z", "meta"), keys("Z", "ctrl", "shift"), keys("Z", "meta", "shift"), keys("y", "ctrl")], ["undo", "undo", "redo", "redo", "redo"]);
  assert.deepEqual([keys("z"), keys("Z", "shift"), keys("z", "ctrl", "alt"), keys("y"), keys("x", "ctrl")], [null, null, null, null, null]);
});
