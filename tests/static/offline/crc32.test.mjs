import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 as expected } from "node:zlib";
import { crc32 } from "../../../static/js/offline/crc32.js";

test("the checksum is that of zlib, also in pieces", () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, k) => (k * k * 31) % 256);
  assert.equal(crc32(bytes), expected(bytes));
  assert.equal(crc32(bytes.subarray(300), crc32(bytes.subarray(0, 300))), expected(bytes));
  assert.equal(crc32(new Uint8Array()), 0);
});
