import assert from "node:assert/strict";
import { test } from "node:test";

import { readFormulas } from "../../../static/js/base/mathml.js";

const leaf = (tag, text) => ({ tag, attributes: [], children: [text] });

test("elements, attributes, texts and characters by number", () => {
  const text = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block" alttext="a &lt; b"><mfrac><mi>&#x003B7;</mi><mn>2</mn></mfrac><mspace width="0.2em" /></math>';
  assert.deepEqual(readFormulas(text), [{
    tag: "math",
    attributes: [["display", "block"], ["alttext", "a < b"]],
    children: [
      { tag: "mfrac", attributes: [], children: [leaf("mi", "η"), leaf("mn", "2")] },
      { tag: "mspace", attributes: [["width", "0.2em"]], children: [] },
    ],
  }]);
});

test("several formulas, with a blank between them", () => {
  assert.deepEqual(readFormulas("<math><mi>x</mi></math> <math><mi>y</mi></math>").map((one) => one.tag ?? one), ["math", " ", "math"]);
});

test("an attribute that could run something or lead somewhere is left out", () => {
  const [{ attributes }] = readFormulas('<math onclick="alert(1)" href="javascript:alert(1)" style="color: red" display="block"></math>');
  assert.deepEqual(attributes, [["display", "block"]]);
});

test("markup in a text stays a text", () => {
  assert.deepEqual(readFormulas("<math><mi>&lt;img src=x onerror=alert(1)&gt;</mi></math>")[0].children, [leaf("mi", "<img src=x onerror=alert(1)>")]);
});

for (const text of ["<math>", "</math>", "<math></mi>", "<math></math></math>", "<img src=x>", "<script>alert(1)</script>",
  "<math><script>alert(1)</script></math>", '<math><mi onclick=alert(1)>x</mi></math>', "<math><!-- x --></math>", "<MATH></MATH>", "<math"]) {
  test(`${JSON.stringify(text)} is no formula`, () => assert.throws(() => readFormulas(text), Error));
}
