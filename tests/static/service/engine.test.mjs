import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Engine } from "../../../static/js/service/engine.js";
import { FIRST, catalog } from "../fixture-catalog.mjs";
import { fromAddress } from "../../../static/js/state/state.js";

const short = fromAddress(FIRST, catalog);
const long = { ...short, steps: 5000 }; // of two optimizers from two starts
const known = { bound: { q: "constants" } };

let computed; // the steps of the states computed in the page
let workers;
let given;

const compute = ({ steps }) => {
  computed.push(steps);
  return [`${steps} here`];
};

/** A worker whose answers the test gives. */
function spawn() {
  const worker = { tasks: [], ended: false, postMessage: (task) => worker.tasks.push(task), terminate: () => (worker.ended = true) };
  worker.answer = (runs, { number } = worker.tasks.at(-1)) => worker.onmessage({ data: { number, runs } });
  workers.push(worker);
  return worker;
}

beforeEach(() => {
  [computed, workers, given] = [[], [], []];
});

/** @returns {Promise<Engine>} a loaded one */
async function loaded({ load = async () => ({ compute }), ...more } = {}) {
  const engine = new Engine(more.catalog ?? catalog, load, more.spawn ?? spawn);
  await engine.want();
  if (more.isReady) {
    ask(engine, long);
    workers.at(-1).onmessage({ data: null });
    [computed, given] = [[], []];
  }
  return engine;
}
const ask = (engine, state) => engine.compute(state, known, (runs) => given.push(runs));

test("until it is loaded there are no runs, and what asks for them loads it", async () => {
  const engine = new Engine(catalog, async () => ({ compute }), spawn);
  ask(engine, short);
  assert.deepEqual(given, [null]);
  await new Promise((resolve) => setTimeout(resolve));
  ask(engine, short);
  assert.deepEqual(given, [null, ["120 here"]]);
});

test("an engine that does not load is tried again when it is wanted again", async () => {
  let times = 0;
  const engine = await loaded({ load: async () => {
    times += 1;
    if (times === 1) throw new TypeError("no network");
    return { compute };
  } });
  ask(engine, short);
  await new Promise((resolve) => setTimeout(resolve));
  ask(engine, short);
  assert.deepEqual([times, given], [2, [null, ["120 here"]]]);
});

test("few points are computed at once in the page, many by a worker as soon as there is one", async () => {
  const engine = await loaded();
  ask(engine, short);
  assert.deepEqual([given, workers], [[["120 here"]], []]);
  ask(engine, long);
  assert.deepEqual([given.at(-1), workers[0].tasks], [["5000 here"], []]);
  workers[0].onmessage({ data: null });
  [computed, given] = [[120], [[]]];
  ask(engine, long);
  assert.deepEqual([given.length, workers[0].tasks.map(({ state }) => state.steps)], [1, [5000]]);
  workers[0].answer(["from beside"]);
  assert.deepEqual([given.at(-1), computed], [["from beside"], [120]]);
});

test("of several the newest wins: one is computed, one waits, and older ones are not answered", async () => {
  const engine = await loaded({ isReady: true });
  for (const steps of [5001, 5002, 5003]) ask(engine, { ...long, steps });
  const [worker] = workers;
  worker.answer(["5001"]);
  worker.answer(["5003"]);
  assert.deepEqual([worker.tasks.map(({ state }) => state.steps), given], [[5001, 5003], [["5003"]]]);
  ask(engine, long);
  ask(engine, short);
  worker.answer(["late"]);
  assert.deepEqual([given.at(-1), worker.tasks.length], [["120 here"], 3]);
  ask(engine, long);
  engine.drop();
  worker.answer(["dropped"]);
  assert.deepEqual(given.at(-1), ["120 here"]);
});

test("what a worker cannot compute is answered as such", async () => {
  const engine = await loaded({ isReady: true });
  ask(engine, long);
  workers[0].answer(null);
  assert.deepEqual(given, [null]);
});

test("where workers are forbidden or fail, the page computes", async () => {
  const engine = await loaded({ spawn: () => {
    throw new Error("SecurityError");
  } });
  ask(engine, long);
  assert.deepEqual(given, [["5000 here"]]);
  const other = await loaded({ isReady: true });
  for (const steps of [5001, 5002]) ask(other, { ...long, steps });
  workers[0].onerror();
  assert.deepEqual([given, workers[0].ended], [[["5002 here"]], true]);
  ask(other, long);
  assert.deepEqual([given.at(-1), workers.length], [["5000 here"], 1]);
});

test("the worker gets the catalog once, and again when it has learnt a member", async () => {
  const surfaces = catalog.surfaces.map((one) => ({ ...one }));
  const engine = await loaded({ catalog: { ...catalog, surfaces }, isReady: true });
  const next = () => {
    ask(engine, long);
    workers[0].answer([]);
  };
  next();
  next();
  surfaces[0].members = [{ name: "ellipse" }];
  next();
  assert.deepEqual(workers[0].tasks.map((task) => task.catalog !== null), [true, false, true]);
});

test("an engine that fails leaves it to the server", async (t) => {
  const said = t.mock.method(console, "error", () => {});
  const engine = await loaded({ load: async () => () => {
    throw new RangeError("a bug");
  } });
  ask(engine, short);
  assert.deepEqual([given, said.mock.callCount()], [[null], 1]);
});
