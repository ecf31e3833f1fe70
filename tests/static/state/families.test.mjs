import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress, writeScenario } from "../../../static/js/state/address.js";
import { carriedOver, encodeText, entry, learn } from "../../../static/js/state/families.js";
import { fromAddress, reduce } from "../../../static/js/state/state.js";
import { FIRST, STEADY, catalog as CATALOG, parameter } from "../fixture-catalog.mjs";

const [lr, beta] = [parameter("sgd", "lr"), parameter("momentum", "beta")];
const text = (value) => ({ ...beta, name: "step", scale: "text", default: value });
const member = (step, ...more) => ({ name: "own", title: "Own", family: "step", parameters: [text(step), ...CATALOG.optimizers[0].parameters, ...more] });

function familiar() {
  const catalog = { ...CATALOG, optimizers: [...CATALOG.optimizers, member("x=x-lr*g")] };
  learn(catalog.optimizers, [member("x=x-min(lr,1)*g+0"), member("x=x-beta*g", beta)]);
  return catalog;
}

const STEP = "optimizer=own,step=x=x-min(lr,1)*g%2B0,lr=0.5";

test("a text is encoded wherever an address, a form or a list could read it otherwise", () => {
  assert.equal(encodeText("s=b*s+(1-b)/2; 'é' & #%,?<a>"), "s=b*s%2B(1-b)/2%3B%20%27%C3%A9%27%20%26%20%23%25,%3F%3Ca%3E");
  assert.equal(decodeURIComponent(encodeText("a+b;c'%20")), "a+b;c'%20");
});

test("a member is found by its text, and learned once", () => {
  const { optimizers } = familiar();
  assert.equal(entry(optimizers, "own").parameters[0].default, "x=x-lr*g");
  assert.equal(entry(optimizers, "own", { step: "x=x-beta*g" }).parameters.at(-1).name, "beta");
  assert.throws(() => entry(optimizers, "own", { step: "x=1" }), /no own/);
  learn(optimizers, [member("x=x-beta*g", beta), member("x=x-lr*g")]);
  assert.equal(optimizers.at(-1).members.length, 2);
});

test("an address with a text is read and written", () => {
  const catalog = familiar();
  const query = FIRST.replace(/optimizer=.*?&start/, `${STEP}&start`);
  const read = readAddress(query, catalog);
  assert.deepEqual(read.optimizers.map(({ values }) => values), [{ step: "x=x-min(lr,1)*g+0", lr: 0.5, ...STEADY }]);
  assert.equal(writeScenario(read, catalog), query);
  assert.equal(readAddress(query.replace("min(lr,1)", "max(lr,1)"), catalog), null, "a text that the server has not read yet");
});

test("another text brings the parameters of another member and keeps the values of both", () => {
  const catalog = familiar();
  const state = fromAddress(FIRST.replace(/optimizer=[^&]*/, STEP), catalog);
  const { optimizers } = reduce(state, { type: "setOptimizer", id: 0, name: "step", value: "x=x-beta*g" }, catalog);
  assert.deepEqual(optimizers[0].values, { step: "x=x-beta*g", lr: 0.5, beta: 0.9, ...STEADY });
  assert.deepEqual(carriedOver([lr], optimizers[0].values, () => 0), { lr: 0.5 });
});

test("another text of a surface brings its rates, starts and steps, except for what the reader or the author has set", () => {
  const typed = (f, gradient, x, steps) => ({ name: "typed", title: "Typed", family: "f", domain: [[-1, 1], [-1, 1]], parameters: [{ name: "f", scale: "text", default: f, choices: [], advanced: false }],
    suggestion: { starts: [[x, 1], [x, 2]], rates: { gradient, length: 2 * gradient }, steps } });
  const surfaces = [...CATALOG.surfaces, typed("x^2", 0.1, 1, 100)];
  const catalog = { ...CATALOG, surfaces };
  learn(surfaces, [typed("x^4", 0.02, 3, 200)]);
  const before = fromAddress("surface=typed,f=x^2&optimizer=sgd,lr=0.1&optimizer=rmsprop,lr=0.5,beta=0.9&start=A,1,1&start=B,1,2&steps=100", catalog);
  const retyped = (state, locks) => reduce(state, { type: "setSurface", name: "f", value: "x^4" }, catalog, locks);
  const shown = ({ optimizers, starts, steps }) => [optimizers.filter(({ on }) => on).map(({ values }) => values.lr), starts.map(({ x }) => x), steps];
  assert.deepEqual(shown(retyped(before)), [[0.02, 0.5], [3, 3], 200], "0.5 is the reader's");
  const moved = reduce(before, { type: "moveStart", label: "B", x: 0 }, catalog);
  assert.deepEqual(shown(retyped({ ...moved, steps: 90 })), [[0.02, 0.5], [1, 0], 90]);
  assert.deepEqual(shown(retyped(before, { names: ["lr", "starts", "steps"], surface: null })), [[0.1, 0.5], [1, 1], 100]);
});
