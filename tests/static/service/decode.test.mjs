import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeArray } from "../../../static/js/service/decode.js";
import { encode } from "../streaming.mjs";

const VALUES = [0, 1, -2.5, 1e-30, 3.4028234663852886e38];

test("float64 comes back to the bit", () => {
  const values = [...VALUES, 0.1, Number.MAX_VALUE, Number.MIN_VALUE, -0];
  const decoded = decodeArray(encode(values, "f8"));
  assert.ok(decoded instanceof Float64Array);
  assert.deepEqual([...decoded], values);
});

test("float32 comes back as float32", () => {
  const decoded = decodeArray(encode(VALUES, "f4"));
  assert.ok(decoded instanceof Float32Array);
  assert.deepEqual([...decoded], VALUES.map(Math.fround));
});

test("every byte is kept", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, k) => k);
  const decoded = decodeArray({ dtype: "f4", bdata: Buffer.from(bytes).toString("base64") });
  assert.deepEqual(new Uint8Array(decoded.buffer), bytes);
});

test("an empty array has no numbers", () => {
  assert.equal(decodeArray({ dtype: "f4", bdata: "" }).length, 0);
});

test("where the browser decodes base64 itself, the result is the same", (t) => {
  const encoded = encode(VALUES, "f4");
  const plain = decodeArray(encoded);
  t.after(() => delete Uint8Array.fromBase64);
  Uint8Array.fromBase64 ??= (text) => Uint8Array.from(Buffer.from(text, "base64")); // not in this node yet
  assert.deepEqual(decodeArray(encoded), plain);
});

test("a piece that was cut off is an error", () => {
  assert.throws(() => decodeArray({ dtype: "f8", bdata: "AAAA" }), RangeError);
});
