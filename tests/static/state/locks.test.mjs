import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress } from "../../../static/js/state/address.js";
import { isLocked } from "../../../static/js/state/locks.js";
import { Store } from "../../../static/js/state/store.js";
import { FIRST, catalog } from "../fixture-catalog.mjs";

test("an action is locked where what it changes is", () => {
  for (const [action, name] of [
    [{ type: "chooseSurface", name: "saddle" }, "surface"],
    [{ type: "setSurface", name: "kappa", value: 2 }, "kappa"],
    [{ type: "setSurface", name: "kappa", value: 2 }, "surface"],
    [{ type: "addOptimizer", name: "sgd" }, "optimizers"],
    [{ type: "removeOptimizer", id: 0 }, "optimizers"],
    [{ type: "switchOptimizer", id: 0, on: false }, "optimizers"],
    [{ type: "setOptimizer", id: 0, name: "lr", value: 1 }, "lr"],
    [{ type: "setLength", id: 0, length: "rmsprop" }, "length"],
    [{ type: "addStart", x: 1, y: 1 }, "starts"],
    [{ type: "moveStart", label: "A", x: 0 }, "starts"],
    [{ type: "removeStart", label: "A" }, "starts"],
    [{ type: "setCondition", name: "noise", value: 1 }, "noise"],
    [{ type: "setSteps", value: 5 }, "steps"],
  ]) {
    assert.ok(isLocked(action, [name]), action.type);
    assert.ok(!isLocked(action, ["beta"]), action.type);
    const state = { ...readAddress(FIRST, catalog), notices: [] };
    const [open, closed] = [new Store(state, catalog), new Store(state, catalog, [name])];
    open.dispatch(action);
    closed.dispatch(action);
    assert.notEqual(open.state, state, action.type);
    assert.equal(closed.state, state, action.type);
  }
});

test("the look, and what the author or a script says, is never locked", () => {
  const everything = ["surface", "optimizers", "starts", "steps", "lr", "fair"];
  for (const type of ["setLayout", "setTheme", "showStep", "notify", "dismiss", "load", "restore", "take"]) {
    assert.ok(!isLocked({ type }, everything), type);
  }
});

test("another surface changes nothing that is locked", () => {
  const first = { ...readAddress(FIRST, catalog), notices: [] };
  const { surface: { values }, optimizers, starts, steps } = first;
  const [parameter] = Object.keys(values);
  const fixed = { ...first, steps: steps + 1, surface: { ...first.surface, values: { ...values, [parameter]: values[parameter] + 1 } } };
  const other = catalog.surfaces.find(({ name }) => name !== first.surface.name);
  const chosen = (...locked) => {
    const store = new Store(fixed, catalog, locked);
    store.dispatch({ type: "chooseSurface", name: other.name });
    assert.equal(store.state.surface.name, other.name);
    const there = store.state;
    store.dispatch({ type: "chooseSurface", name: first.surface.name });
    return [there, store.state];
  };
  const rates = (state) => state.optimizers.map((optimizer) => optimizer.values.lr);
  const read = (state) => ({ starts: state.starts, steps: state.steps, rates: rates(state) });
  const author = { starts, steps: steps + 1, rates: rates({ optimizers }) };
  const [open] = chosen();
  for (const [name, kept] of [["starts", "starts"], ["steps", "steps"], ["lr", "rates"]]) {
    assert.notDeepEqual(read(open)[kept], author[kept], `${name}: the other surface brings another`);
    for (const state of chosen(name)) assert.deepEqual(read(state)[kept], author[kept], name);
    const others = { ...read(chosen(name)[0]), [kept]: null };
    assert.deepEqual(others, { ...read(open), [kept]: null }, `${name}: all else is the surface's`);
  }
  assert.equal(chosen()[1].surface.values[parameter], values[parameter]);
  assert.equal(chosen(parameter)[1].surface.values[parameter], values[parameter] + 1, "the author's surface has the author's value again");
});

test("another target leaves a locked tolerance alone", () => {
  const first = { ...readAddress(FIRST, catalog), notices: [] };
  const tolerance = (...locked) => {
    const store = new Store(first, catalog, locked);
    store.dispatch({ type: "setCondition", name: "target", value: "loss" });
    return store.state.conditions.tolerance;
  };
  assert.notEqual(tolerance(), first.conditions.tolerance);
  assert.equal(tolerance("tolerance"), first.conditions.tolerance);
});
