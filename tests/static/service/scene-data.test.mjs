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
let store;
let sceneData;

/** @param {string} address @returns {Response} what the server would answer */
function answer(address) {
  const query = address.slice(address.indexOf("?") + 1);
  if (address.includes("/surface")) {
    const surface = /surface=(\w+)/.exec(query)[1];
    return Response.json({ surface, x: encode([0]), y: encode([0]), z: { ...encode([0]), shape: "1,1" }, minima: [], saddles: [], maxima: [], landmarks: [], remark: surface });
  }
  const [optimizers, starts] = ["optimizer=", "start="].map((key) => query.split(key).length - 1);
  const lines = [{ event: "scenario", caption: "own rates" }];
  for (let i = 0; i < optimizers; i++) for (let j = 0; j < starts; j++) lines.push(points(i, j, 0, [i + 10 * j]));
  return new Response([...lines, end(optimizers, starts)].map((line) => `${JSON.stringify(line)}\n`).join(""));
}

beforeEach(() => {
  [asked, heard, down] = [[], [], []];
  globalThis.fetch = async (address) => {
    asked.push(address);
    if (down.some((path) => address.includes(`/${path}?`))) throw new TypeError("no network");
    return answer(address);
  };
  store = new Store(fromAddress(FIRST, catalog), catalog);
  const trouble = new Trouble(store, () => {});
  trouble.retry.later = () => heard.push("later"); // the test decides when
  const on = { runSet: (first) => heard.push(`runSet ${first}`), grid: ({ remark }) => heard.push(`grid ${remark}`), progress: () => {} };
  sceneData = new SceneData(store, "root/", trouble, on);
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
