import assert from "node:assert/strict";
import { test } from "node:test";
import { readIsland } from "../../../static/js/offline/island.js";

const OWN = { query: "surface=ellipse&steps=120", view: { step: 7 }, embed: {}, choices: {}, members: {}, notices: ["before"] };

test("the author's scenario is shown as it is written", () => {
  assert.deepEqual(readIsland(JSON.stringify(OWN), OWN), OWN);
});

for (const [name, text, words] of [
  ["another scenario", JSON.stringify({ ...OWN, query: "surface=rosenbrock&steps=5" }), /needs the server/],
  ["a query that is none", JSON.stringify({ ...OWN, query: "nonsense" }), /needs the server/],
  ["another kind of value", JSON.stringify({ ...OWN, query: 7 }), /needs the server/],
  ["a list", "[]", /needs the server/],
  ["null", "null", /cannot be read/],
  ["broken JSON", '{"query": ', /cannot be read/],
  ["nothing", "", /cannot be read/],
]) {
  test(`${name} is the author's scenario with a notice`, () => {
    const { notices, ...rest } = readIsland(text, OWN);
    assert.equal(notices.length, 2);
    assert.match(notices[1], words);
    assert.deepEqual({ ...rest, notices: OWN.notices }, OWN);
  });
}
