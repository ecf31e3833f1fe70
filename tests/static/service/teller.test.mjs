import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Teller } from "../../../static/js/service/teller.js";

const catalog = { optimizers: [{ members: [1] }], surfaces: [{}] };
const ground = (name) => ({ bound: { name }, landmarks: { name } });
const asked = (query, steps = 100) => ({ query, state: { optimizers: [{}], starts: [{}], steps }, draws: null });

let posted;
let worker;
let told;

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
  new Teller(catalog, (query, findings) => told.push([query, findings]), spawn, load);

beforeEach(() => {
  [posted, told, worker] = [[], [], null];
});

test("when the worker is ready it is given the newest scenario, and while it works the newest one waits", () => {
  const teller = make();
  const one = ground("one");
  teller.tell(asked("a"), one);
  teller.tell(asked("b"), one);
  assert.deepEqual(posted, []);
  worker.answer(null);
  teller.tell(asked("c"), one);
  teller.tell(asked("d"), one);
  worker.answer("b");
  worker.answer("d");
  assert.deepEqual(posted.map(({ query }) => query), ["b", "d"]);
  assert.deepEqual(told, [["b", "of b"], ["d", "of d"]]);
});

test("the catalog and the surface are sent again only when they have changed", () => {
  const teller = make();
  const one = ground("one");
  teller.tell(asked("a"), one);
  worker.answer(null);
  worker.answer("a");
  for (const [query, where] of [["b", one], ["c", ground("other")]]) {
    teller.tell(asked(query), where);
    worker.answer(query);
  }
  catalog.surfaces[0].members = [2];
  teller.tell(asked("d"), one);
  assert.deepEqual(posted.map(({ catalog: all, ground: where }) => [all !== null, where?.bound.name]), [[true, "one"], [false, undefined], [false, "other"], [true, "one"]]);
});

test("a verdict that would take very long is left to the server, at once", () => {
  const teller = make();
  teller.tell(asked("a", 200_000), ground("one"));
  assert.deepEqual([told, worker], [[["a", null]], null]);
});

test("where no worker may be, the page finds the newest one itself when nothing moves, unless it takes long", async () => {
  const forbidden = () => {
    throw new Error("forbidden");
  };
  const seen = [];
  const teller = make(forbidden, () => Promise.resolve((state, all, known) => seen.push(known.bound.name) && `here ${state.steps}`));
  teller.tell(asked("a"), ground("one"));
  teller.tell(asked("b"), ground("two"));
  await new Promise((resolve) => setTimeout(resolve, 200));
  teller.tell(asked("c", 40_000), ground("one"));
  assert.deepEqual([told, seen], [[["b", "here 100"], ["c", null]], ["two"]]);
});

test("what a worker that fails was given is found in the page", async () => {
  const teller = make(undefined, () => Promise.resolve(({ steps }) => `here ${steps}`));
  teller.tell(asked("a"), ground("one"));
  worker.answer(null);
  worker.onerror();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual([told, worker.ended], [[["a", "here 100"]], true]);
});
