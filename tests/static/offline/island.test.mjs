import assert from "node:assert/strict";
import { test } from "node:test";
import { readIsland } from "../../../static/js/offline/island.js";

const OWN = { query: "surface=ellipse&steps=120", view: { step: 7 }, embed: {}, choices: {}, members: {}, notices: ["before"] };
const refuse = () => null;
const keep = () => ({ view: OWN.view, embed: OWN.embed, problems: [] });

test("the author's scenario is shown as it is written", () => {
  assert.deepEqual(readIsland(JSON.stringify(OWN), OWN, null, keep), OWN);
});

for (const [name, text, words] of [
  ["a scenario that cannot be shown", JSON.stringify({ ...OWN, query: "surface=rosenbrock&steps=5" }), /without the server/],
  ["another kind of value", JSON.stringify({ ...OWN, query: 7 }), /cannot be read/],
  ["an empty query", JSON.stringify({ ...OWN, query: " " }), /cannot be read/],
  ["a list", "[]", /cannot be read/],
  ["null", "null", /cannot be read/],
  ["broken JSON", '{"query": ', /cannot be read/],
  ["nothing", "", /cannot be read/],
]) {
  test(`${name} is the author's scenario with a notice`, () => {
    for (const mend of [null, refuse]) {
      const { notices, ...rest } = readIsland(text, OWN, mend, keep);
      assert.equal(notices.length, 2);
      assert.match(notices[1], words);
      assert.deepEqual({ ...rest, notices: OWN.notices }, OWN);
    }
  });
}

test("a scenario that can be shown is, at its last step, with a notice for each problem in it", () => {
  const edited = JSON.stringify({ ...OWN, query: "surface=ellipse&steps=x" });
  const shown = readIsland(edited, OWN, (query) => ({ query: `${query} mended`, problems: ["no number"] }), keep);
  assert.deepEqual(shown, { ...OWN, query: "surface=ellipse&steps=x mended", view: { step: null }, notices: ["before", "no number"] });
  const before = { ...OWN, view: { step: 0 } };
  const same = () => ({ view: before.view, embed: {}, problems: [] });
  assert.equal(readIsland(edited, before, () => ({ query: "other", problems: [] }), same).view.step, 0); // it asks for a prediction
});

test("an edited step of an edited scenario is shown, and what is wrong with the look is said last", () => {
  const edited = JSON.stringify({ ...OWN, query: "other", view: { step: 3 } });
  const look = (given, query) => ({ view: given.view, embed: { seen: query }, problems: ["no layout"] });
  const shown = readIsland(edited, OWN, () => ({ query: "other", problems: ["no number"] }), look);
  assert.deepEqual(shown, { ...OWN, query: "other", view: { step: 3 }, embed: { seen: "other" }, notices: ["before", "no number", "no layout"] });
});
