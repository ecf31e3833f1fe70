// Over 300 lines: all tests await the same answers of one fetch.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { SceneData } from "../../../static/js/service/scene-data.js";
import { Trouble } from "../../../static/js/service/trouble.js";
import { fromAddress } from "../../../static/js/state/state.js";
import { Store } from "../../../static/js/state/store.js";
import { FIRST, catalog } from "../fixture-catalog.mjs";
import { encode, end, points } from "../streaming.mjs";

const realFetch = globalThis.fetch;
const settle = () => new Promise((resolve) => setTimeout(resolve)); // all that is decided has happened by then
let asked; // the addresses of the requests
let down; // the paths that the server does not answer
let heard;
let describes; // what the engine in the page says of a surface; null where it cannot
let computes; // the runs of a state, as the engine in the page computes them; null where it cannot
let version; // of the server
let store;
let sceneData;

/** @param {string} name of an optimizer @param {number} start */
const lossOf = (name, start) => name.length + 10 * start + 0.1;

/** @param {string} address @returns {Response} what the server would answer */
function answer(address) {
  const query = address.slice(address.indexOf("?") + 1);
  if (address.includes("/surface")) {
    const surface = /surface=(\w+)/.exec(query)[1];
    const values = query.includes("cells=0") ? {} : { x: encode([0]), y: encode([0]), z: { ...encode([0]), shape: "1,1" }, levels: [0, 1] };
    return Response.json({ surface, bound: { q: encode([], "f8") }, ...values, minima: [], saddles: [], maxima: [], landmarks: [], remark: surface });
  }
  const names = [...query.matchAll(/optimizer=(\w+)/g)].map(([, name]) => name);
  const [optimizers, starts] = [names.length, query.split("start=").length - 1];
  const lines = [{ event: "scenario", version, caption: "own rates" }];
  const precision = query.slice(-2);
  for (let i = 0; i < optimizers; i++) for (let j = 0; j < starts; j++) lines.push(points(i, j, 0, [lossOf(names[i], j)], precision));
  return new Response([...lines, end(optimizers, starts)].map((line) => `${JSON.stringify(line)}\n`).join(""));
}

beforeEach(() => {
  [asked, heard, down, version] = [[], [], [], "1.0"];
  computes = () => null;
  describes = () => null;
  globalThis.fetch = async (address) => {
    asked.push(address);
    if (down.some((path) => address.includes(`/${path}?`))) throw new TypeError("no network");
    return answer(address);
  };
  store = new Store(fromAddress(FIRST, catalog), catalog);
  const trouble = new Trouble(store, () => {});
  trouble.retry.later = () => heard.push("later"); // the test decides when
  const on = {
    runSet: (first) => heard.push(`runSet ${first}`), grid: ({ remark }) => heard.push(`grid ${remark}`), progress: () => {}, checked: () => {},
  };
  const engine = { compute: (state, known, done) => done(computes(state, known)), drop: () => {}, gridOf: (...given) => describes(...given) };
  sceneData = new SceneData(store, "root/", trouble, engine, on);
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

/** @param {() => unknown} condition */
async function until(condition) {
  while (!condition()) await settle();
}

/** Ask for the store's state, and wait for runs and grid. */
async function want() {
  sceneData.want(store.state, null);
  await until(() => sceneData.runSet?.query === sceneData.asked && sceneData.grid);
}

/** @param {string} path */
const requests = (path) => asked.filter((address) => address.includes(`/${path}?`));
const troubles = () => store.state.notices.map(({ about }) => about).toSorted();

test("a state brings its runs and its grid", async () => {
  await want();
  assert.deepEqual(heard.toSorted(), ["grid ellipse", "runSet true"]);
  const { runSet, grid } = sceneData;
  assert.equal(runSet.runs.length, runSet.names.length * store.state.starts.length);
  assert.equal(runSet.caption, catalog.caption);
  assert.equal(grid.surface, "ellipse");
});

test("the same state asks for nothing, and only the first runs are the first", async () => {
  await want();
  await want();
  await settle();
  assert.equal(asked.length, 2);
  store.dispatch({ type: "setSteps", value: 7 });
  await want();
  assert.deepEqual(heard.filter((one) => one.startsWith("runSet")), ["runSet true", "runSet false"]);
});

test("values of the surface are asked for by the 3-D view alone, and once", async () => {
  await want();
  assert.equal(sceneData.grid.values, null);
  store.dispatch({ type: "setLayout", layout: "3-d" });
  sceneData.want(store.state, null);
  await until(() => sceneData.grid.values);
  assert.match(requests("surface").at(-1), /&cells=128&/);
  for (const layout of ["overlay", "3-d", "side-by-side"]) {
    store.dispatch({ type: "setLayout", layout });
    sceneData.want(store.state, null);
  }
  await settle();
  assert.equal(requests("surface").length, 2);
  assert.ok(sceneData.grid.values);
});

/** What the engine says of a surface, in the test below. */
const computed = (_surface, values, region, cells, near, key) => ({ ...near, key, isComputed: true, parameters: values, remark: `computed ${cells}`, bound: { q: "computed" } });

test("while a slider of the surface moves, the page's surface is shown and runs are measured against it, until the server answers", async () => {
  await want();
  const known = [];
  describes = computed;
  computes = (_, given) => {
    known.push(given);
    return null;
  };
  heard = [];
  store.dispatch({ type: "setSurface", name: "kappa", value: 3 });
  sceneData.want(store.state, null);
  assert.deepEqual(heard, ["grid computed 0"]);
  assert.match(sceneData.grid.key, /kappa=3/);
  assert.deepEqual([known[0].bound, known[0].near], [{ q: "computed" }, null]);
  await until(() => !sceneData.grid.isComputed);
  assert.match(requests("surface").at(-1), /kappa=3,/);
  assert.equal(sceneData.grid.remark, "ellipse");
});

test("a surface that the page cannot describe keeps its contours, and the engine is given what the server said of it", async () => {
  await want();
  const { grid } = sceneData;
  const known = [];
  computes = (_, given) => {
    known.push(given);
    return null;
  };
  store.dispatch({ type: "setSurface", name: "kappa", value: 3 });
  sceneData.want(store.state, null);
  assert.equal(sceneData.grid, grid);
  assert.deepEqual([known[0].bound, known[0].near.surface, known[0].near.bound], [null, "ellipse", grid.bound]);
  await until(() => sceneData.grid !== grid);
});

test("of several optimizers only the one that has changed is asked for", async () => {
  await want();
  const { id, name } = store.state.optimizers[0];
  store.dispatch({ type: "setOptimizer", id, name: "lr", value: 0.0123 });
  await want();
  const last = requests("trajectories").at(-1);
  assert.match(last, new RegExp(`optimizer=${name},lr=0.0123`));
  assert.equal(last.split("optimizer=").length, 2);
  assert.equal(sceneData.runSet.names.length, store.state.optimizers.filter(({ on }) => on).length);
});

test("what the server did not answer is said once, and asked for again", async () => {
  down = ["trajectories", "surface"];
  sceneData.want(store.state, null);
  await until(() => troubles().length === 2);
  assert.deepEqual(troubles(), ["server", "surface"]);
  for (const { text } of store.state.notices) store.dispatch({ type: "dismiss", text });
  heard = [];
  assert.equal(sceneData.retry(), true);
  await until(() => heard.length === 2); // both failed again
  assert.deepEqual(troubles(), []);
  down = [];
  assert.equal(sceneData.retry(), true);
  await until(() => sceneData.runSet && sceneData.grid);
  assert.equal(sceneData.runSet.query, sceneData.asked);
});

test("where the runs have come, only the grid is asked for again, and its trouble is over with it", async () => {
  down = ["surface"];
  sceneData.want(store.state, null);
  await until(() => sceneData.runSet && troubles().length);
  assert.deepEqual(troubles(), ["surface"]);
  down = [];
  assert.equal(sceneData.retry(), false);
  await until(() => sceneData.grid);
  assert.deepEqual([requests("trajectories").length, requests("surface").length, troubles()], [1, 2, []]);
});

/** @param {number} more that is added to the losses of the server @returns {any[]} the runs of a state, as the engine computes them */
const runsOf = ({ optimizers, starts }, more = 0) => optimizers.flatMap(({ name }, i) => starts.map((_start, j) => {
  const zero = Float64Array.of(0);
  const { metrics } = end(1, 1).runs[0];
  return { optimizer: i, start: j, x: zero, y: zero, gx: zero, gy: zero, loss: Float64Array.of(lossOf(name, j) + more), rates: null, length: 1,
    status: "running", diverged_at: null, metrics, caption: "" };
}));

/** Move the slider of an optimizer's learning rate. */
function slide(lr, index = 0) {
  store.dispatch({ type: "setOptimizer", id: store.state.optimizers[index].id, name: "lr", value: lr });
  sceneData.want(store.state, null);
}
const compared = async () => {
  await new Promise((resolve) => setTimeout(resolve, 170)); // longer than the rest
  await settle();
};

test("while a slider moves the engine computes, and at rest the server is asked once, for all that has changed", async () => {
  await want();
  const states = [];
  computes = (state, { bound }) => {
    states.push([state.optimizers.map(({ name }) => name), bound.q]);
    return runsOf(state);
  };
  for (const lr of [0.01, 0.02, 0.03]) {
    slide(lr);
    assert.deepEqual([sceneData.runSet.query, sceneData.checked], [sceneData.asked, "waiting"], "at once");
  }
  slide(0.2, 1);
  assert.deepEqual(states, [...Array(3).fill([["sgd"], new Float64Array(0)]), [["rmsprop"], new Float64Array(0)]]);
  assert.equal(requests("trajectories").length, 1, "the first one");
  const { runs } = sceneData.runSet;
  assert.ok(runs.every(({ loss }) => loss instanceof Float32Array));
  await compared();
  const [, check, ...more] = requests("trajectories");
  assert.deepEqual(more, []);
  assert.match(check, /optimizer=sgd,lr=0.03&optimizer=rmsprop,lr=0.2.*&precision=f8$/);
  assert.equal(sceneData.checked, "equal");
  assert.equal(sceneData.runSet.runs, runs, "nothing is drawn anew");
  await compared();
  assert.equal(requests("trajectories").length, 2);
});

test("runs that are not those of the server are replaced by them, and reported once", async (t) => {
  const said = t.mock.method(console, "warn", () => {});
  await want();
  computes = (state) => runsOf(state, 2 ** -48);
  for (const lr of [0.01, 0.02]) {
    slide(lr);
    assert.equal(sceneData.checked, "waiting");
    await compared();
    assert.equal(sceneData.checked, "different");
  }
  assert.equal(said.mock.callCount(), 1);
  assert.match(said.mock.calls[0].arguments[0], /optimizer 0, start 0: loss of step 0 is 3\.1/);
  assert.deepEqual([...sceneData.runSet.runs[1].loss], [Math.fround(13.1)]);
  computes = (state) => runsOf(state);
  slide(0.03);
  await compared();
  assert.equal(sceneData.checked, "equal", "and these are");
});

test("where the server has another version since the page was opened, the page says so if its runs differ", async (t) => {
  t.mock.method(console, "warn", () => {});
  await want();
  version = "1.1";
  computes = (state) => runsOf(state);
  slide(0.01);
  await compared();
  assert.equal(sceneData.checked, "equal");
  computes = (state) => runsOf(state, 2 ** -48);
  slide(0.02);
  await compared();
  assert.equal(sceneData.checked, "outdated");
  assert.deepEqual([...sceneData.runSet.runs[0].loss], [Math.fround(lossOf("sgd", 0))]);
});

test("what the engine cannot compute the server does, at once", async () => {
  await want();
  slide(0.01);
  assert.equal(requests("trajectories").length, 2);
  assert.match(requests("trajectories")[1], /&precision=f4$/);
  await until(() => sceneData.runSet.query === sceneData.asked);
  assert.equal(sceneData.checked, "none");
});

/** Move the slider of a surface. */
function bend(kappa) {
  store.dispatch({ type: "setSurface", name: "kappa", value: kappa });
  sceneData.want(store.state, null);
}

test("while the slider of a surface moves runs come without measures, which the server gives them at rest", async () => {
  await want();
  const bounds = [];
  computes = (state, { bound }) => {
    bounds.push(bound);
    return runsOf(state).map((run) => ({ ...run, metrics: null }));
  };
  for (const kappa of [30, 40]) {
    bend(kappa);
    assert.deepEqual([sceneData.runSet.query, sceneData.checked, sceneData.runSet.runs[0].metrics], [sceneData.asked, "waiting", null]);
  }
  assert.deepEqual(bounds, [null, null]);
  assert.equal(requests("trajectories").length, 1, "the first one");
  await compared();
  assert.equal(requests("trajectories").length, 2);
  assert.equal(sceneData.checked, "equal");
  assert.ok(sceneData.runSet.runs.every(({ metrics }) => metrics.path_length === 2));
  await until(() => requests("surface").length === 2);
  await settle();
  slide(0.01);
  assert.deepEqual(bounds.at(-1).q, new Float64Array(0), "of the surface with its new values");
  await compared();
});

test("where the page cannot compute the constants of a surface the server is asked", async () => {
  await want();
  computes = (state, { bound }) => bound && runsOf(state);
  bend(30);
  assert.equal(requests("trajectories").length, 2);
  await until(() => requests("surface").length === 2 && sceneData.runSet.query === sceneData.asked);
  await settle();
  slide(0.01);
  assert.equal(sceneData.runSet.query, sceneData.asked);
  assert.equal(requests("trajectories").length, 2);
});

test("an answer that is overtaken by what the page computes is not shown", async () => {
  await want();
  slide(0.01);
  computes = (state) => runsOf(state, 1);
  slide(0.02);
  await settle();
  assert.deepEqual([...sceneData.runSet.runs[0].loss], [Math.fround(4.1)]);
});

test("without the server the page goes on and says so, and catches up when it is back", async () => {
  await want();
  computes = (state) => runsOf(state);
  down = ["trajectories", "surface"];
  slide(0.01);
  await compared();
  assert.deepEqual(store.state.notices, [{ about: "server", text: "The server cannot be reached. The page computes what it can by itself; the rest will follow later." }]);
  slide(0.02);
  assert.deepEqual([sceneData.runSet.query, sceneData.checked], [sceneData.asked, "waiting"]);
  await compared();
  assert.deepEqual(troubles(), ["server"]);
  assert.equal(sceneData.retry(), true);
  await settle();
  assert.equal(sceneData.checked, "waiting");
  down = [];
  sceneData.retry();
  await until(() => sceneData.checked === "equal");
  assert.deepEqual(troubles(), []);
});

test("where the caption has more to say than usual, it is that of earlier runs until the server has written it", async () => {
  store.dispatch({ type: "setCondition", name: "fair", value: "rate" });
  await want();
  assert.deepEqual([sceneData.runSet.caption, sceneData.runSet.isStale], ["own rates", false]);
  computes = (state) => runsOf(state);
  slide(0.01);
  assert.deepEqual([sceneData.runSet.caption, sceneData.runSet.isStale], ["own rates", true]);
  store.dispatch({ type: "setCondition", name: "fair", value: "length" });
  sceneData.want(store.state, null);
  assert.deepEqual([sceneData.runSet.caption, sceneData.runSet.isStale], ["Waiting for the server to say what is held equal.", true]);
  heard = [];
  await compared();
  assert.deepEqual([sceneData.runSet.caption, sceneData.runSet.isStale, sceneData.checked, heard], ["own rates", false, "equal", ["runSet false"]]);
});

test("runs that come back without a change of their own are not asked for again", async () => {
  await want();
  computes = (state) => runsOf(state);
  slide(0.01);
  await compared();
  store.dispatch({ type: "switchOptimizer", id: store.state.optimizers[1].id, on: false });
  sceneData.want(store.state, null);
  await compared();
  assert.deepEqual([requests("trajectories").length, sceneData.checked], [2, "equal"]);
});
