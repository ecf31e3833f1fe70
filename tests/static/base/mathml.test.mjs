import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces, readFormulas } from "../../../static/js/base/mathml.js";

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

const words = (part) => (typeof part === "string" ? part : part.children.map(words).join(""));
const cut = (row) => pieces(readFormulas(`<math display="block" alttext="a"><mrow>${row}</mrow></math>`)[0]).map(words);
const mo = (sign) => `<mo>${sign}</mo>`;
const mn = (number) => `<mn>${number}</mn>`;

test("a formula is cut before the signs between its terms, not before the sign of a number", () => {
  assert.deepEqual(cut(`<mi>m</mi>${mo("=")}${mn(0.9)}${mo("·")}${mn(2)}${mo("+")}${mn(3)}${mo("=")}${mo("−")}${mn(5)}`), ["m", "=0.9", "·2", "+3", "=−5"]);
});

test("a formula is not cut in brackets, also where the closing one has an exponent, nor in a fraction", () => {
  const inside = `${mo("(")}${mn(1)}${mo("−")}${mn(0.9)}<msup>${mo(")")}${mn(2)}</msup>`;
  assert.deepEqual(cut(`<mi>v</mi>${mo("=")}${inside}${mo("·")}<mfrac><mrow>${mn(1)}${mo("+")}${mn(2)}</mrow>${mn(3)}</mfrac>`), ["v", "=(1−0.9)2", "·1+23"]);
});

test("a number keeps its power of ten", () => {
  assert.deepEqual(cut(`<mi>Δ</mi>${mo("=")}${mn(2)}${mo("·")}<msup>${mn(10)}<mrow>${mo("−")}${mn(5)}</mrow></msup>${mo("·")}<msup>${mn(3)}${mn(2)}</msup>`), ["Δ", "=2·10−5", "·32"]);
});

test("the pieces together are the formula; a sign at the beginning of one keeps its spaces", () => {
  const [math] = readFormulas(`<math display="block"><mrow><mi>a</mi>${mo("=")}${mn(1)}</mrow></math>`);
  const [first, second] = pieces(math);
  assert.deepEqual([first, second].map(({ attributes }) => attributes), [[["displaystyle", "true"]], [["displaystyle", "true"]]]);
  assert.deepEqual(second.children[0].children[0].attributes, [["form", "infix"]]);
  assert.equal(words(first) + words(second), words(math));
});

test("the sign of a number has no spaces, unlike a minus between two terms", () => {
  const inside = `${mo("(")}${mo("−")}${mn(2)}${mo("−")}${mn(3)}${mo(")")}`;
  const [math] = readFormulas(`<math><mrow><mi>a</mi>${mo("=")}${mo("−")}${mn(1)}${mo("·")}${inside}</mrow></math>`);
  const signs = pieces(math).flatMap(({ children: [row] }) => row.children.filter((child) => words(child) === "−"));
  assert.deepEqual(signs.map(({ attributes }) => attributes), [[["form", "prefix"]], [["form", "prefix"]], []]);
});

test("what has no such sign stays one formula", () => {
  const [math] = readFormulas("<math><mrow><mi>a</mi></mrow></math>");
  assert.deepEqual(pieces(math), [math]);
});
