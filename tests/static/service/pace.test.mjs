import assert from "node:assert/strict";
import { test } from "node:test";

import { restAfter } from "../../../static/js/service/pace.js";

test("the page rests five to fifteen times as long as its answer has waited, and two seconds at the most", () => {
  assert.deepEqual([0, 0.5, 1].map((chance) => restAfter("wait;dur=40", chance)), [200, 400, 600]);
  assert.equal(restAfter("cdn-cache;desc=HIT, wait;dur=12.5", 0), 62.5);
  assert.equal(restAfter("wait;dur=99999", 0), 2000);
});

test("pages that were answered together do not come back together", () => {
  const rests = new Set(Array.from({ length: 20 }, () => restAfter("wait;dur=40")));
  assert.ok(rests.size > 10 && Math.min(...rests) >= 200 && Math.max(...rests) <= 600);
});

test("whatever else a server or a proxy says is no rest", () => {
  for (const timing of [null, "", "wait", "wait;dur=", "wait;dur=-3", "await;dur=40", "total;dur=40", "wait;dur=x"]) assert.equal(restAfter(timing), 0, timing);
});
