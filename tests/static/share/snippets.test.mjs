import assert from "node:assert/strict";
import { test } from "node:test";

import { SNIPPETS, embedAddress, embedQuery, html, linkAddress, markdown, posterAddress } from "../../../static/js/share/snippets.js";

const USUAL = { ui: "compact", show: [], hide: [], lock: [], theme: "auto", autoplay: false, links: true, title: "" };
const SOURCE = {
  base: "https://example.org/demo/",
  query: "surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120",
  embed: USUAL,
  name: "SGD on Elongated ellipse from A",
  width: null,
  height: 480,
};
const NASTY = [
  '"><script>alert(1)</script>', "' onload='x", "a ]( b ) ![c](d)", "`code` ``` :::", "::: {.x}", "{{ x }} $y$ @z ^w^ ~v~",
  "&quot; &amp; &lt;", "line\nbreak\r\n:width: 0", "- list", "1. one", "12) two", "+++", "%comment", "back\\slash\\", "# head",
  "--> ]]> <!--", "\u0000\u001b\u2028x\u2029", "\ud800 lone", "مرحبا 日本語 🎓", "   ", "===", "> quote", "| a | b |",
];
const write = (name, more = {}) => SNIPPETS.find((one) => one.name === name).write({ ...SOURCE, ...more });

test("the options of an embed stand in its address, without those that have their default", () => {
  assert.equal(embedQuery(USUAL), "ui=compact");
  const options = { ui: "full", show: ["chart"], hide: ["verdict", "reset"], lock: ["all"], theme: "dark", autoplay: true, links: false, title: "50 % & more" };
  assert.equal(embedQuery(options), "theme=dark&ui=full&show=chart&hide=verdict,reset&lock=all&autoplay=1&links=0&title=50%20%25%20%26%20more");
  assert.equal(embedAddress({ ...SOURCE, embed: USUAL }), `https://example.org/demo/embed?v=2&${SOURCE.query}&ui=compact`);
  assert.equal(linkAddress(SOURCE), `https://example.org/demo/?v=2&${SOURCE.query}`);
  assert.equal(linkAddress(SOURCE, "dark"), `https://example.org/demo/?v=2&${SOURCE.query}&theme=dark`);
  assert.equal(posterAddress(SOURCE, "svg", "auto", "animate=1"), `https://example.org/demo/poster.svg?v=2&${SOURCE.query}&animate=1`);
});

test("in an address no character but & means anything in HTML or Markdown, and it decodes to the same", () => {
  for (const title of NASTY) {
    const query = `start=${encodeURIComponent("(')*!~_".concat(title).toWellFormed())},1e+21,-2`;
    const made = embedAddress({ ...SOURCE, query, embed: { ...USUAL, title } });
    assert.match(made, /^https:\/\/example\.org\/demo\/embed\?[\w.~=,&%+:-]*$/);
    const items = made.split("?")[1].split("&").map(decodeURIComponent);
    assert.equal(items[1], decodeURIComponent(query));
    assert.equal(items.at(-1), title === "" ? "ui=compact" : `title=${title.toWellFormed()}`);
  }
});

test("the HTML, to the letter", () => {
  const src = `https://example.org/demo/embed?v=2&amp;${SOURCE.query.replaceAll("&", "&amp;")}&amp;ui=compact`;
  const rest = 'loading="lazy" allow="fullscreen; clipboard-write" style="border: 0" data-external="1"></iframe>';
  assert.equal(write("html"), `<iframe src="${src}" title="${SOURCE.name}" width="100%" height="480" ${rest}`);
  assert.equal(write("html", { name: '"a" <b> & `c`', width: 640, height: 300 }),
    `<iframe src="${src}" title="&quot;a&quot; &lt;b&gt; &amp; &#96;c&#96;" width="640" height="300" ${rest}`);
});

test("every snippet is a kind of its own, with a hint, and no kind lets a title out", () => {
  assert.equal(new Set(SNIPPETS.map(({ name }) => name)).size, SNIPPETS.length);
  for (const { name, label, hint, write: kind } of SNIPPETS) {
    assert.ok(label && hint, name);
    const plain = kind({ ...SOURCE, name: "x" });
    for (const title of NASTY) {
      const text = kind({ ...SOURCE, name: title });
      assert.equal(text.split("\n").length, plain.split("\n").length, `${name}: ${title}`);
      assert.doesNotMatch(text, /(?<!\\)<script(?! type="module" src="https:\/\/example\.org\/demo\/embed\.js" data-external="1">)/, name);
      assert.equal(text.split("<iframe").length, plain.split("<iframe").length, name);
      assert.equal(text.split("```").length, plain.split("```").length, name);
      assert.equal(text.match(/^ *:::/gm)?.length, plain.match(/^ *:::/gm)?.length, name);
      if (text.includes("<iframe")) assert.match(text, /<iframe [^>]*title="[^"]*"[^>]* loading="lazy"/, name);
    }
  }
});

test("HTML is escaped once and stays one line", () => {
  assert.equal(html("a & b"), "a &amp; b");
  assert.equal(html("&amp;"), "&amp;amp;");
  assert.equal(html(" two\n lines\t"), "two lines");
  assert.equal(html("\ud800"), "\ufffd");
});

test("Markdown has no meaning left in a text, also at the beginning of a line", () => {
  assert.equal(markdown("a [b](c) *d* _e_ `f`"), "a \\[b\\]\\(c\\) \\*d\\* \\_e\\_ \\`f\\`");
  assert.equal(markdown("1. one"), "1\\. one");
  assert.equal(markdown("12) two"), "12\\) two");
  assert.equal(markdown("- a - b"), "\\- a - b");
  assert.equal(markdown("::: {x}"), "\\:\\:\\: \\{x\\}");
  assert.equal(markdown("50 % of SGD, Momentum"), "50 % of SGD, Momentum");
});

test("MyST: the frame, its width, the poster instead, the caption", () => {
  const address = `v=2&${SOURCE.query}`;
  assert.equal(write("myst", { width: 640 }), [
    `:::{iframe} https://example.org/demo/embed?${address}&ui=compact`,
    ":width: 640px",
    `:placeholder: https://example.org/demo/poster.png?${address}`,
    "",
    "SGD on Elongated ellipse from A",
    ":::",
  ].join("\n"));
});

test("the frame in the syntax of each book", () => {
  const frame = write("html");
  assert.equal(write("jupyter-book"), `\`\`\`{raw} html\n${frame}\n\`\`\``);
  assert.equal(write("sphinx"), `.. raw:: html\n\n   ${frame}`);
  assert.match(write("quarto"), /^::: \{\.content-visible when-format="html"\}\n```\{=html\}\n<iframe [^\n]*<\/iframe>\n```\n:::\n\n::: \{\.content-visible unless-format="html"\}\n!\[[^\n]*\]\(https:[^\n)]*poster\.png[^\n)]*\)\n:::$/);
  assert.match(write("reveal"), /^<section>\n {2}<iframe title="[^"]*" width="960" height="600" [^>]*data-src="[^"]*"><\/iframe>\n<\/section>$/);
  assert.doesNotMatch(write("reveal"), / src=/);
  for (const name of ["moodle", "canvas", "open-edx"]) {
    assert.equal(write(name), `${frame}\n<p><a href="${html(linkAddress(SOURCE))}">${SOURCE.name}</a></p>`);
  }
  assert.equal(write("oembed"), embedAddress(SOURCE));
  assert.equal(write("markdown", { name: "a]b" }), `[![a\\]b](${posterAddress(SOURCE, "svg")})](${linkAddress(SOURCE)})`);
});

test("the web component has an attribute for what is not usual", () => {
  const embed = { ...USUAL, hide: ["verdict"], lock: ["lr", "beta"], autoplay: true, links: false, title: 'A "B"' };
  assert.equal(write("component", { embed }), [
    '<script type="module" src="https://example.org/demo/embed.js" data-external="1"></script>',
    `<optimizer-trajectories query="v=2&amp;${SOURCE.query.replaceAll("&", "&amp;")}" ui="compact" hide="verdict" lock="lr,beta" autoplay links="0" title="A &quot;B&quot;">`,
    `  <a href="${html(linkAddress(SOURCE))}">${SOURCE.name}</a>`,
    "</optimizer-trajectories>",
  ].join("\n"));
});
