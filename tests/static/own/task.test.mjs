import assert from "node:assert/strict";
import { test } from "node:test";

import { checkOf, entryOf, pageOf, scenarioOf } from "../../../static/js/own/task.js";

const task = { slug: "sgd", title: "SGD", begin: "x = x", item: "optimizer=own,text={step}", scenario: "v=2&surface=s&optimizer=own,text={step},lr=0.07&steps=9" };

test("the update stands beside the rule with the same rate", () => {
  assert.equal(scenarioOf(task, "x = x\n+ g"), "v=2&surface=s&optimizer=own,text=x%20=%20x%0A%2B%20g,lr=0.07&steps=9");
  assert.equal(entryOf(task, "$& = {step}"), "optimizer=own,text=%24%26%20=%20%7Bstep%7D");
});

test("the check and the page have the task and the text", () => {
  assert.equal(checkOf(task, "x = x"), "task=sgd&optimizer=own,text=x%20=%20x");
  assert.equal(pageOf(task, "x=g;"), "task=sgd&step=x=g%3B");
  assert.equal(pageOf(task, "x = x"), "task=sgd");
});
