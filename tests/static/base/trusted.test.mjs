import assert from "node:assert/strict";
import { test } from "node:test";

import { ownScript, plainHtml } from "../../../static/js/base/trusted.js";

const PAGE = "https://paths.example.edu/teach/lessons/ravine?surface=saddle";

test("a text without an element may be decoded as HTML, any other may not", () => {
  assert.equal(plainHtml("a &amp; b &nbsp;"), "a &amp; b &nbsp;");
  for (const text of ["<img src=x onerror=alert(1)>", "&amp;<b>", "<"]) assert.equal(plainHtml(text), null);
});

test("a script of the same origin may be loaded", () => {
  assert.equal(ownScript("../static/1/packaged/plotly.js", PAGE), "https://paths.example.edu/teach/static/1/packaged/plotly.js");
});

for (const address of ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\tjavascript:alert(1)", "data:text/javascript,alert(1)", "vbscript:x",
  "blob:https://paths.example.edu/1", "//evil.example/x.js", "\\\\evil.example/x.js", "/\\evil.example/x.js", "https:\\\\evil.example/x.js", "https://paths.example.edu@evil.example/x.js",
  "https://paths.example.edu.evil.example/x.js", "https://paths.example.edu:444/x.js", "http://paths.example.edu/x.js", "ht\ntps://evil.example/x.js", "http://[", "about:blank", "filesystem:https://paths.example.edu/x"]) {
  test(`${JSON.stringify(address)} is not a script of the page`, () => assert.equal(ownScript(address, PAGE), null));
}
