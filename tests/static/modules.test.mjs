import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../static/js/", import.meta.url);
// They begin to work as they are read, with a module that the server writes or with a page.
const STARTING = ["engine/worker.js", "offline/unpack.js", "tell/worker.js"];
const modules = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".js"));

test("the modules that begin to work are there", () => assert.ok(STARTING.every((name) => modules.includes(name))));

for (const name of modules.filter((file) => !STARTING.includes(file))) {
  test(`${name} is a module that can be read, and so is what it imports`, async () => {
    // Some need a page: that they miss one is no fault of theirs.
    const error = await import(new URL(name, folder)).then(() => null, (reason) => reason);
    assert.ok(error === null || error instanceof ReferenceError, String(error));
  });
}
