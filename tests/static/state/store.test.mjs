import assert from "node:assert/strict";
import { test } from "node:test";

import { fromAddress } from "../../../static/js/state/state.js";
import { Store } from "../../../static/js/state/store.js";
import { FIRST, catalog } from "../fixture-catalog.mjs";

test("every view hears of a change, with the state before and the time of its cause", () => {
  const first = fromAddress(FIRST, catalog);
  const store = new Store(first, catalog);
  const changes = [];
  store.subscribe((...change) => changes.push(change));
  store.subscribe((...change) => changes.push(change));
  store.dispatch({ type: "setSteps", value: 9 }, { timeStamp: 12.5 });
  assert.equal(store.state.steps, 9);
  assert.deepEqual(changes, Array(2).fill([store.state, first, 12.5]));
  store.dispatch({ type: "setSteps", value: 8 });
  assert.equal(changes[2][2], null);
});

test("no view hears of what changes nothing", () => {
  const store = new Store(fromAddress(FIRST, catalog), catalog);
  store.subscribe(() => assert.fail("nothing has changed"));
  store.dispatch({ type: "restore", state: store.state });
});
