import assert from "node:assert/strict";
import { test } from "node:test";

import { fromAddress } from "../../../static/js/state/state.js";
import { Store } from "../../../static/js/state/store.js";
import { BUSY_TEXT, SILENT_TEXT, Unreachable } from "../../../static/js/service/ask.js";
import { Trouble } from "../../../static/js/service/trouble.js";
import { FIRST, catalog } from "../fixture-catalog.mjs";

function troubled(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const store = new Store(fromAddress(FIRST, catalog), catalog);
  const tries = [];
  const trouble = new Trouble(store, () => tries.push(1));
  trouble.retry.chance = () => 0;
  return { trouble, tries, texts: () => store.state.notices.map(({ text }) => text), dismiss: (text) => store.dispatch({ type: "dismiss", text }) };
}

test("what does not work is said and tried again, and taken back when it works", (t) => {
  const { trouble, tries, texts } = troubled(t);
  trouble.of("server")(new Unreachable("no answer"));
  trouble.of("surface")(new Unreachable("no answer"));
  assert.deepEqual(texts(), ["no answer", "no answer"]);
  t.mock.timers.tick(1000);
  assert.equal(tries.length, 1);
  trouble.over("server");
  assert.deepEqual(texts(), ["no answer"], "the surface is another matter");
  trouble.over("surface");
  assert.deepEqual(texts(), []);
});

test("what will not pass is said and not tried again", (t) => {
  const { trouble, tries, texts } = troubled(t);
  trouble.of("server")(new Error("steps = -1 is not allowed"));
  t.mock.timers.tick(60_000);
  assert.deepEqual([tries.length, texts().length], [0, 1]);
});

test("a try that fails again is not said again to a reader who has dismissed it, but goes on", (t) => {
  const { trouble, tries, texts, dismiss } = troubled(t);
  trouble.of("server")(new Unreachable("no answer"));
  dismiss("no answer");
  t.mock.timers.tick(1000);
  trouble.repeated = () => true;
  trouble.of("server")(new Unreachable("no answer"));
  assert.deepEqual(texts(), []);
  t.mock.timers.tick(2000);
  assert.equal(tries.length, 2);
});

test("a busy server is tried again when it has said, and asked sooner it is not said again", (t) => {
  const { trouble, tries, texts, dismiss } = troubled(t);
  trouble.of("server")(new Unreachable("busy", 5000));
  assert.deepEqual(texts(), ["busy"]);
  dismiss("busy");
  trouble.of("server")(new Unreachable("busy", 3000, false));
  assert.deepEqual(texts(), []);
  t.mock.timers.tick(4999);
  assert.equal(tries.length, 0);
  t.mock.timers.tick(1);
  assert.equal(tries.length, 1);
});

test("while the page computes the runs, a server that is silent or busy is told otherwise, once", (t) => {
  const { trouble, texts } = troubled(t);
  trouble.of("verdict")(new Unreachable(SILENT_TEXT));
  assert.match(texts()[0], /You see the last runs/);
  trouble.computes = () => true;
  trouble.of("verdict")(new Unreachable(SILENT_TEXT));
  trouble.of("server")(new Unreachable(SILENT_TEXT));
  assert.deepEqual([...new Set(texts())], ["The server cannot be reached. The page computes what it can by itself; the rest will follow later."]);
  for (const about of ["verdict", "server"]) trouble.of(about)(new Unreachable(BUSY_TEXT));
  assert.deepEqual([...new Set(texts())], ["The server is busy. The page computes what it can by itself; the rest will follow later."]);
});
