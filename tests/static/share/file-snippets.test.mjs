import assert from "node:assert/strict";
import { test } from "node:test";
import { FILE_SNIPPETS } from "../../../static/js/share/file-snippets.js";

const SOURCE = { address: "https://example.org/?v=2&surface=ellipse", options: "&lock=all", name: 'A "valley" <here>', lesson: "ravine" };
const write = (name, more = {}) => FILE_SNIPPETS.find((one) => one.name === name).write({ ...SOURCE, ...more });

test("a command writes the file of the scenario, or the lesson with its text", () => {
  assert.equal(write("command"), 'python -m optimizers "https://example.org/?v=2&surface=ellipse&lock=all" --html lesson.html');
  assert.equal(write("lesson"), 'python -m optimizers --lesson ravine "lock=all" --html ravine.html');
  assert.equal(write("lesson", { options: "" }), "python -m optimizers --lesson ravine --html ravine.html");
});

test("only the page of a lesson offers the lesson", () => {
  assert.deepEqual(FILE_SNIPPETS.filter(({ isLesson }) => isLesson).map(({ name }) => name), ["lesson"]);
});

test("a frame has the name as its title, whatever is in it, and shuts the file off from the page", () => {
  for (const name of ["html", "quarto"]) {
    assert.match(write(name), /<iframe src="lesson.html" title="A &quot;valley&quot; &lt;here&gt;" sandbox="allow-scripts [^"]*"/);
    assert.doesNotMatch(write(name), /allow-same-origin/);
  }
});

test("Quarto runs the command before it renders, as one value of YAML, and copies the file", () => {
  assert.ok(write("quarto").includes(`\n  pre-render: '${write("command")}'\n  resources: [lesson.html]\n`));
});

test("the directive has the scenario as its argument and the name as its content", () => {
  const [head, content, end] = write("jupyter-book").split("\n");
  assert.equal(head, "```{optimizer-trajectories} https://example.org/?v=2&surface=ellipse&lock=all");
  assert.match(content, /^A "valley" /);
  assert.equal(end, "```");
});

test("mystmd copies the file that the command writes, and its frame has the name as its title", () => {
  const text = write("myst");
  assert.ok(text.includes(`\n${write("command")}\n`));
  assert.match(text, /\nproject:\n {2}static_files: \[lesson\.html\]\n/);
  assert.match(text, /\n:::\{iframe\} \/lesson\.html\n:width: 100%\n:title: A "valley" <here>\n\nA "valley" /);
});
