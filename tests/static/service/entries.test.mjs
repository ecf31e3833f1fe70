import assert from "node:assert/strict";
import { test } from "node:test";

import { Entries } from "../../../static/js/service/entries.js";

const member = (step) => ({ name: "own", family: "step", parameters: [{ name: "step", default: step }] });

test("a text is asked for once, and only the newest answer counts", async (t) => {
  const answers = [];
  const asked = t.mock.method(globalThis, "fetch", (address, { signal }) => new Promise((resolve, reject) => {
    answers.push(resolve);
    signal.addEventListener("abort", () => reject(signal.reason));
  }));
  const entries = new Entries("../", "optimizer", [member("x=x-g")]);
  const overtaken = entries.of("own", "step", "x=1+");
  const newest = entries.of("own", "step", "x=1+x");
  assert.equal(await overtaken, null);
  answers[1](Response.json(member("x=1+x")));
  assert.deepEqual(await newest, member("x=1+x"));
  assert.deepEqual(await entries.of("own", "step", "x=1+x"), member("x=1+x"), "it is known now");
  assert.deepEqual(asked.mock.calls.map((call) => call.arguments[0]), ["x=1%2B", "x=1%2Bx"].map((text) => `../api/v1/entry?optimizer=own,step=${text}`));
});

test("a text that is not legal is an error with the place", async (t) => {
  const problems = [{ parameter: "optimizer own: step", value: "x=", allowed: "column 3: a value is missing", column: 3 }];
  t.mock.method(globalThis, "fetch", async () => Response.json({ detail: "no", problems }, { status: 422 }));
  await assert.rejects(new Entries("", "optimizer", [member("x=x-g")]).of("own", "step", "x="), (error) => {
    assert.deepEqual(error.problems, problems);
    return true;
  });
});
