import assert from "node:assert/strict";
import test from "node:test";

import { capital } from "../../../static/js/base/words.js";

test("a text begins with a capital letter, a formula as it is written", () => {
  assert.equal(capital("left edge of the plot"), "Left edge of the plot");
  assert.equal(capital("a length in px"), "A length in px");
  assert.equal(capital("f(x, y)"), "f(x, y)");
  assert.equal(capital("x is not known"), "x is not known");
  assert.equal(capital("β of the first average"), "β of the first average");
  assert.equal(capital(""), "");
});
