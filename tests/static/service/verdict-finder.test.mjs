import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { VerdictFinder } from "../../../static/js/service/verdict-finder.js";

const catalog = { optimizers: [{ members: [1] }], surfaces: [{}] };
const ground = (name) => ({ bound: { name }, landmarks: { name } });
const asked = (query, steps = 100) => ({ query, state: { optimizers: [{}], starts: [{}], steps } });

let posted;
let worker;
let found;

class FakeWorker {
  constructor() {
    worker = this;
  }

  postMessage(task) {
    posted.push(task);
  }

  terminate() {
    this.ended = true;
  }

  answer(query) {
    this.onmessage({ data: query && { query, findings: `of ${query}` } });
  }
}

const make = (spawn = () => new FakeWorker(), load = () => Promise.reject(new Error("not wanted"))) =>
  new VerdictFinder(catalog, (query, findings) => found.push([query, findings]), spawn, load);

beforeEach(() => {
  [posted, found, worker] = [[], [], null];
});

test("when the worker is ready it is given the newest scenario, and while it works the newest one waits", () => {
  const finder = make();
  const one = ground("one");
  finder.find(asked("a"), one);
  finder.find(asked("b"), one);
  assert.deepEqual(posted, []);
  worker.answer(null);
  finder.find(asked("c"), one);
  finder.find(asked("d"), one);
  worker.answer("b");
  worker.answer("d");
  assert.deepEqual(posted.map(({ query }) => query), ["b", "d"]);
  assert.deepEqual(found, [["b", "of b"], ["d", "of d"]]);
});

test("the catalog and the surface are sent again only when they have changed", () => {
  const finder = make();
  const one = ground("one");
  finder.find(asked("a"), one);
  worker.answer(null);
  worker.answer("a");
  for (const [query, where] of [["b", one], ["c", ground("other")]]) {
    finder.find(asked(query), where);
    worker.answer(query);
  }
  catalog.surfaces[0].members = [2];
  finder.find(asked("d"), one);
  assert.deepEqual(posted.map(({ catalog: all, ground: where }) => [all !== null, where?.bound.name]), [[true, "one"], [false, undefined], [false, "other"], [true, "one"]]);
});

test("a verdict that would take very long is left to the server, at once", () => {
  const finder = make();
  finder.find(asked("a", 200_000), ground("one"));
  assert.deepEqual([found, worker], [[["a", null]], null]);
});

test("where no worker may be, the page finds the newest one itself when nothing moves, unless it takes long", async () => {
  const forbidden = () => {
    throw new Error("forbidden");
  };
  const seen = [];
  const finder = make(forbidden, () => Promise.resolve((state, all, known) => seen.push(known.bound.name) && `here ${state.steps}`));
  finder.find(asked("a"), ground("one"));
  finder.find(asked("b"), ground("two"));
  await new Promise((resolve) => setTimeout(resolve, 200));
  finder.find(asked("c", 40_000), ground("one"));
  assert.deepEqual([found, seen], [[["b", "here 100"], ["c", null]], ["two"]]);
});

test("what a worker that fails was given is found in the page", async () => {
  const finder = make(undefined, () => Promise.resolve(({ steps }) => `here ${steps}`));
  finder.find(asked("a"), ground("one"));
  worker.answer(null);
  worker.onerror();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual([found, worker.ended], [[["a", "here 100"]], true]);
});
