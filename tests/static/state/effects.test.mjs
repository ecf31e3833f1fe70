import assert from "node:assert/strict";
import { test } from "node:test";

import { counts, lacking, paces } from "../../../static/js/state/effects.js";
import { STEADY, catalog as small } from "../fixture-catalog.mjs";

const ruled = (rule) => ({ ...rule, parameters: rule.parameters.map((one) => (one.unit ? { ...one, scales: rule.name !== "momentum" } : one)) });
const catalog = { ...small, optimizers: [...small.optimizers.map(ruled), { name: "solver", title: "Solver", engine: "server", parameters: [] }] };
const one = (name, lr, more = {}, length = "") => ({ id: 0, name, on: true, values: { lr, ...STEADY, ...more }, length });
const solver = { id: 9, name: "solver", on: true, values: {}, length: "" };
const SCHEDULED = ["lr", "schedule", "warmup", "every"];
const look = (optimizers, fair = "own", rates = null) =>
  paces({ optimizers, conditions: { fair } }, catalog, optimizers.filter(({ on }) => on).map(({ name }) => name.toUpperCase()), rates);

test("a parameter counts if all that it needs holds", () => {
  const needs = [{ names: ["form"], value: "sum", equal: true }, { names: ["noise", "batch"], value: 0, equal: false }];
  for (const [values, expected] of [
    [{ form: "sum", noise: 1 }, true], [{ form: "sum", noise: 0, batch: 5 }, true], [{ form: "sum", noise: 0 }, false],
    [{ form: "mean", noise: 1 }, false], [{ form: "sum" }, false],
  ]) assert.equal(counts({ needs }, values), expected, JSON.stringify(values));
  assert.equal(counts({}, {}), true);
});

test("what is lacking is said with the meaning of the other parameter", () => {
  const parameters = [{ name: "kappa", meaning: "condition number" }];
  assert.equal(lacking({ needs: [{ names: ["kappa"], value: 1, equal: false }] }, { kappa: 1 }, parameters), "This has no effect if the condition number is 1.");
  assert.equal(lacking({ needs: [{ names: ["kappa"], value: 2, equal: true }] }, { kappa: 1 }, parameters), "This has an effect only if the condition number is 2.");
});

test("with own rates every field counts", () => {
  assert.deepEqual(look([one("sgd", 0.07), one("rmsprop", 0.3), solver]).map(({ idle, note }) => [idle, note]), [[[], ""], [[], ""], [[], ""]]);
});

test("at the same rate all but the first that is no solver run with its rate and schedule", () => {
  const [first, lead, other] = look([solver, one("sgd", 0.07), one("rmsprop", 0.3)], "rate");
  assert.deepEqual([first, lead].map(({ idle, note, value }) => [idle, note, value]), [[[], "", null], [[], "", null]]);
  assert.deepEqual(other, { idle: SCHEDULED, note: "Same rate as SGD instead of its own, 0.3.", value: 0.07, length: "" });
  const [, scheduled, same] = look([one("sgd", 0.07, { schedule: "cosine" }), one("rmsprop", 0.3), one("sgd", 0.07)], "rate");
  assert.equal(scheduled.note, "Same rate and schedule as SGD instead of its own, 0.3.");
  assert.equal(same.note, "Same rate and schedule as SGD.");
});

test("with steps of another length a rate counts only if it turns them, or if decay beside the step depends on it", () => {
  const decayed = { decoupled_weight_decay: 1, weight_decay: 0.1 };
  const [lead, plain, turning, shrinking] = look([one("sgd", 0.07), one("rmsprop", 0.3), one("momentum", 0.1), one("rmsprop", 0.3, decayed)], "length");
  assert.deepEqual([lead.idle, plain.idle, turning.idle, shrinking.idle], [[], SCHEDULED, [], []]);
  assert.equal(plain.note, "Its steps are as long as the steps of SGD, so its rate has no effect.");
  assert.equal(turning.note, "Its steps are as long as the steps of SGD.");
  assert.match(lead.length, /^The others/);
  const [, taken] = look([one("sgd", 0.07), one("rmsprop", 0.3, {}, "sgd")]);
  assert.deepEqual([taken.idle, taken.note], [SCHEDULED, "Its steps are as long as the steps of SGD."]);
});

test("tuned, the rate in use is the one found, and its own only where none is found", () => {
  const both = [one("sgd", 0.07), one("rmsprop", 0.3), one("momentum", 0.1, {}, "sgd")];
  assert.deepEqual(look(both, "tuned")[0], { idle: ["lr"], note: "Its rate is being tuned.", value: null, length: "" });
  const [found, kept, taken] = look(both, "tuned", [{ rate: 0.08, found: true }, { rate: 0.3, found: false }, { rate: 0.05, found: true }]);
  assert.deepEqual([found.idle, found.note, found.value], [["lr"], "Rate found by tuning instead of its own, 0.07.", 0.08]);
  assert.deepEqual([kept.idle, kept.note, kept.value], [[], "No rate reaches a minimum, so it keeps its own.", null]);
  assert.equal(taken.note, "Its steps are as long as the steps of SGD, tuned to the rate 0.05.");
});
