import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Verdict } from "../../../static/js/readout/verdict.js";

let requests;
let host;
let answers;
let verdict;

globalThis.ResizeObserver = class {
  observe() {}
};

const realFetch = globalThis.fetch;
const settle = () => new Promise((resolve) => setTimeout(resolve));
const shown = () => [host.textContent, host.classes.has("is-stale")];

/** As much of an element as a line of text needs. */
function makeHost() {
  const classes = new Set();
  const toggle = (name, on) => (on ? classes.add(name) : classes.delete(name));
  return {
    textContent: "",
    classes,
    classList: { toggle, remove: (name) => classes.delete(name) },
    removeAttribute() {},
    replaceChildren(...texts) {
      this.textContent = texts.join("");
    },
  };
}

/** @param {number} index of the request */
async function reply(index, words, status = 200) {
  requests[index].resolve(new Response(JSON.stringify({ verdict: words, verdict_parts: [{ text: words, kind: "text" }] }), { status }));
  await settle();
}

beforeEach(() => {
  [requests, answers, host] = [[], [], makeHost()];
  verdict = new Verdict(host, "root/", (answer) => answers.push([answer.query, answer.verdict]));
  globalThis.fetch = (address) => new Promise((resolve, reject) => requests.push({ address, resolve, reject }));
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

test("the verdict is asked for once, shown, and handed on with the scenario it is about", async () => {
  verdict.load("a");
  verdict.load("a");
  assert.deepEqual(requests.map(({ address }) => address), ["root/api/v1/verdict?a"]);
  await reply(0, "SGD settles first.");
  assert.deepEqual([shown(), answers], [["SGD settles first.", false], [["a", "SGD settles first."]]]);
  verdict.load("a");
  assert.equal(requests.length, 1);
});

test("of two, the newest counts, in whatever order they come", async () => {
  verdict.load("a");
  verdict.load("b");
  await reply(1, "second");
  await reply(0, "first");
  assert.deepEqual([shown(), answers], [["second", false], [["b", "second"]]]);
});

test("while another scenario is shown the verdict is doubted, until it comes back or a new one comes", async () => {
  verdict.load("a");
  await reply(0, "first");
  verdict.setCurrent("b");
  assert.deepEqual(shown(), ["first", true]);
  verdict.setCurrent("a");
  assert.deepEqual(shown(), ["first", false]);
  verdict.setCurrent("b");
  verdict.load("b");
  assert.deepEqual(shown(), ["first", true]);
  await reply(1, "second");
  assert.deepEqual(shown(), ["second", false]);
});

test("what the page came with is not doubted before anything has been asked", () => {
  verdict.setCurrent("a");
  assert.deepEqual(shown(), ["", false]);
});

test("after an error the same may be asked for again", async () => {
  verdict.load("a");
  requests[0].reject(new TypeError("Failed to fetch"));
  await settle();
  assert.deepEqual([shown(), answers], [["", false], []]);
  verdict.load("a");
  await reply(1, "", 500);
  verdict.load("a");
  await reply(2, "third");
  assert.deepEqual([shown(), answers], [["third", false], [["a", "third"]]]);
});

const found = (words) => ({ verdict_parts: [{ text: words, kind: "text" }], continuations: [], horizon: [] });
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("the page's verdict follows the scenario, and only when it falls far behind is it doubted", async () => {
  verdict.setCurrent("a");
  verdict.setCurrent("b");
  assert.equal(verdict.tell("b", found("of b")), true);
  assert.deepEqual([shown(), host.ariaBusy], [["of b", false], "true"]);
  verdict.setCurrent("c");
  assert.deepEqual(shown(), ["of b", false]);
  verdict.tell("c", found("of c"));
  assert.deepEqual(shown(), ["of c", false]);
  verdict.setCurrent("d");
  await wait(800);
  assert.deepEqual(shown(), ["of c", true]);
  verdict.tell("d", null);
  assert.deepEqual(shown(), ["of c", true]);
});

test("at rest the server's verdict replaces the page's, and a difference is reported", async () => {
  const differences = [];
  verdict.differs = (difference) => differences.push(difference);
  for (const [query, words] of [["b", "same"], ["c", "the server's"]]) {
    verdict.setCurrent(query);
    verdict.tell(query, found("same"));
    verdict.load(query);
    assert.equal(host.ariaBusy, null);
    requests.at(-1).resolve(Response.json(found(words)));
    await settle();
    assert.deepEqual(shown(), [words, false]);
  }
  assert.equal(verdict.tell("c", found("too late")), false);
  assert.deepEqual(shown(), ["the server's", false]);
  assert.equal(differences.length, 1);
  assert.match(differences[0], /^verdict_parts is .*same.* and .*the server's/);
});

test("without the server the page's verdict stands; where there is none the remark says what is needed", async () => {
  host.nextElementSibling = { textContent: "" };
  verdict.setCurrent("a");
  verdict.setCurrent("b");
  verdict.tell("b", found("of b"));
  verdict.load("b");
  requests[0].reject(new TypeError("Failed to fetch"));
  await settle();
  assert.deepEqual([shown(), host.nextElementSibling.textContent], [["of b", false], "Not yet updated"]);
  verdict.setCurrent("c");
  verdict.tell("c", null);
  verdict.load("c");
  requests[1].reject(new TypeError("Failed to fetch"));
  await settle();
  assert.deepEqual([shown(), host.nextElementSibling.textContent], [["of b", true], "Needs the server"]);
});
