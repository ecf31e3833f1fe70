import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../static/js/", import.meta.url);

for (const name of readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".js"))) {
  test(`${name} is a module that can be read, and so is what it imports`, async () => {
    // Some need a page: that they miss one is no fault of theirs.
    const error = await import(new URL(name, folder)).then(() => null, (reason) => reason);
    assert.ok(error === null || error instanceof ReferenceError, String(error));
  });
}
