import assert from "node:assert/strict";
import { test } from "node:test";

import { marked, readable } from "../../../static/js/controls/typed-text.js";

test("statements stand one a line, with spaces around signs outside brackets", () => {
  const canonical = "s=beta*s+(1-beta)*g**2;x=x-lr*g/(sqrt(s)+eps)";
  assert.equal(readable(canonical), "s = beta*s + (1-beta)*g**2\nx = x - lr*g/(sqrt(s)+eps)");
  assert.equal(readable("x-=-lr*g*1e-3;y=-1"), "x -= -lr*g*1e-3\ny = -1");
});

test("what is readable means the same", () => {
  for (const text of ["x=x-lr*g", "a=-b-1e+5-(2-3);x+=a", "x=min(x-1,2+g)-e-2"]) assert.equal(readable(text).replaceAll("\n", ";").replaceAll(" ", ""), text);
});

test("a mark stands under the character of an error, in its line", () => {
  assert.equal(marked("x = x - q", 9), "x = x - q\n        ^");
  assert.equal(marked("a = 1\nx = q", 11), "x = q\n    ^");
  assert.equal(marked("a = ", 5), "a = \n    ^");
  assert.equal(marked("a", 0), "");
  const [line, mark] = marked(`${"1+".repeat(100)}q`, 201).split("\n");
  assert.equal(line[mark.length - 1], "q");
  assert.ok(line.length <= 26);
});
