import assert from "node:assert/strict";
import { test } from "node:test";

import { Retry } from "../../../static/js/service/retry.js";

/** @returns {{retry: Retry, tries: () => number, pass: (ms: number) => void}} whose tries all fail until a test lets them pass */
function failing(t, again = true) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let count = 0;
  const retry = new Retry(() => {
    count++;
    if (again) retry.later();
  }, () => 0);
  return { retry, tries: () => count, pass: (ms) => t.mock.timers.tick(ms) };
}

test("what was not answered is tried again, more and more rarely", (t) => {
  const { retry, tries, pass } = failing(t);
  retry.later();
  const seen = [999, 1, 1999, 1, 3999, 1].map((ms) => (pass(ms), tries()));
  assert.deepEqual(seen, [0, 1, 1, 2, 2, 3]);
  pass(8000 + 16_000);
  const before = tries();
  for (let k = 0; k < 10; k++) pass(30_000);
  assert.equal(tries() - before, 10, "half a minute at the most");
});

test("several troubles at once are one try", (t) => {
  const { retry, tries, pass } = failing(t, false);
  for (let k = 0; k < 3; k++) retry.later();
  pass(60_000);
  assert.equal(tries(), 1);
});

test("after an answer the next trouble is tried again soon", (t) => {
  const { retry, tries, pass } = failing(t, false);
  for (let k = 0; k < 4; k++) {
    retry.later();
    pass(30_000);
  }
  retry.done();
  retry.later();
  pass(1000);
  assert.equal(tries(), 5);
});

test("when the network is back it is tried at once, where something is to be tried", (t) => {
  const heard = [];
  globalThis.addEventListener = (name, act) => name === "online" && heard.push(act);
  t.after(() => delete globalThis.addEventListener);
  const { retry, tries, pass } = failing(t, false);
  heard[0]();
  assert.equal(tries(), 0);
  retry.later();
  heard[0]();
  assert.equal(tries(), 1);
  pass(60_000);
  assert.equal(tries(), 1);
});

test("a busy server is asked when it has said, which does not make the next waits longer", (t) => {
  const { retry, tries, pass } = failing(t, false);
  retry.later(7000.5);
  pass(7000);
  assert.equal(tries(), 0);
  pass(1);
  assert.equal(tries(), 1);
  retry.later();
  pass(1000);
  assert.equal(tries(), 2);
});

test("the pages of a class do not come back at the same time", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let back = 0;
  for (let k = 0; k < 500; k++) new Retry(() => back++, () => k / 500).later();
  const each = Array.from({ length: 16 }, () => {
    const before = back;
    t.mock.timers.tick(100);
    return back - before;
  });
  assert.equal(back, 500);
  assert.ok(Math.max(...each) <= 101, String(each));
});
