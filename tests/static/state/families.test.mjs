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
