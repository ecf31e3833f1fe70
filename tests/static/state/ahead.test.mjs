import assert from "node:assert/strict";
import { test } from "node:test";

import { isSame, queryAhead } from "../../../static/js/state/ahead.js";
import { fromAddress, reduce } from "../../../static/js/state/state.js";
import { catalog as small, parameter } from "../fixture-catalog.mjs";

const text = (name, value) => ({ ...parameter("momentum", "beta"), name, scale: "text", default: value });
const typed = { name: "typed", title: "Typed", family: "f", domain: [[-1, 1], [-1, 1]], parameters: [text("f", "x^2")],
  suggestion: { starts: [[1, 1], [1, 2]], rates: { gradient: 0.1, length: 0.2 }, steps: 100 } };
const own = { name: "own", title: "Own", family: "step", parameters: [text("step", "x=x-lr*g"), ...small.optimizers[0].parameters] };
const catalog = { ...small, surfaces: [...small.surfaces, typed], optimizers: [...small.optimizers, own] };
const first = fromAddress("surface=typed,f=x^2&optimizer=sgd,lr=0.1&optimizer=rmsprop,lr=0.5,beta=0.9&start=A,1,1&start=B,1,2&steps=100", catalog);
const surface = { key: "surface", name: "typed", parameter: "f", text: "x^2 + y", current: "x^2" };

test("what is as the surface suggests is left to the server, and what the reader has set is asked for", () => {
  assert.equal(queryAhead(first, catalog, surface), "surface=typed,f=x%5E2%20%2B%20y&optimizer=sgd&optimizer=rmsprop,lr=0.5,beta=0.9");
  const moved = reduce({ ...first, steps: 90 }, { type: "moveStart", label: "B", x: 0 }, catalog);
  assert.equal(queryAhead(moved, catalog, surface), "surface=typed,f=x%5E2%20%2B%20y&optimizer=sgd&optimizer=rmsprop,lr=0.5,beta=0.9&start=A,1,1&start=B,0,2&steps=90");
});

test("nothing is asked where it is not clear what the text belongs to", () => {
  assert.equal(queryAhead(first, catalog, { ...surface, current: "y^2" }), "");
  assert.equal(queryAhead(fromAddress("surface=saddle,wall=0.05&optimizer=sgd,lr=0.1&start=A,1,1&steps=9", catalog), catalog, surface), "");
});

test("a typed optimizer is asked for alone, unless the others decide how it runs", () => {
  const state = fromAddress("surface=saddle,wall=0.05&optimizer=sgd,lr=0.1&optimizer=own,step=x=x-lr*g,lr=0.3&start=A,1,1&steps=9", catalog);
  const step = { key: "optimizer", name: "own", parameter: "step", text: "x=x-g", current: "x=x-lr*g" };
  assert.equal(queryAhead(state, catalog, step), "surface=saddle,wall=0.05&optimizer=own,step=x=x-g,lr=0.3&start=A,1,1&steps=9");
  const same = reduce(state, { type: "setCondition", name: "fair", value: "rate" }, catalog);
  assert.equal(queryAhead(same, catalog, step), "surface=saddle,wall=0.05&optimizer=sgd,lr=0.1&optimizer=own,step=x=x-g,lr=0.3&start=A,1,1&steps=9&fair=rate");
});

test("queries are the same however they are encoded", () => {
  assert.ok(isSame("surface=typed,f=x%5E2", "surface=typed,f=x^2"));
  assert.ok(!isSame("surface=typed,f=x^2", "surface=typed,f=x^4"));
  assert.ok(isSame("%", "%"));
});
