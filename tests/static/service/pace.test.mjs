import assert from "node:assert/strict";
import { test } from "node:test";

import { restAfter } from "../../../static/js/service/pace.js";

test("the page rests three times as long as its answer has waited, and two seconds at the most", () => {
  assert.equal(restAfter("wait;dur=40"), 120);
  assert.equal(restAfter("cdn-cache;desc=HIT, wait;dur=12.5"), 37.5);
  assert.equal(restAfter("wait;dur=99999"), 2000);
});

test("whatever else a server or a proxy says is no rest", () => {
  for (const timing of [null, "", "wait", "wait;dur=", "wait;dur=-3", "await;dur=40", "total;dur=40", "wait;dur=x"]) assert.equal(restAfter(timing), 0, timing);
});
