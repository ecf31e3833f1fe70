import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress } from "../static/js/state/address.js";
import { isLocked } from "../static/js/state/locks.js";
import { Store } from "../static/js/state/store.js";
import { FIRST, catalog } from "./fixture-catalog.mjs";

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
