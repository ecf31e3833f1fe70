import assert from "node:assert/strict";
import { test } from "node:test";

import { checkOf, pageOf, scenarioOf } from "../../../static/js/own/task.js";

const task = { slug: "sgd", title: "SGD", begin: "x = x", reference: "sgd", lr: 0.07 };

test("the update stands beside the rule with the same rate", () => {
  assert.equal(scenarioOf(task, "x = x\n+ g"), "v=2&surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07"
    + "&optimizer=custom,step=x%20=%20x%0A%2B%20g,lr=0.07&start=A,-8,1.2&steps=120");
});

test("the check and the page have the task and the text", () => {
  assert.equal(checkOf(task, "x = x"), "task=sgd&optimizer=custom,step=x%20=%20x");
  assert.equal(pageOf(task, "x=g;"), "task=sgd&step=x=g%3B");
  assert.equal(pageOf(task, "x = x"), "task=sgd");
});
