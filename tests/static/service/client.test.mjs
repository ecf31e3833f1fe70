import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Client } from "../../../static/js/service/client.js";
import { end, points } from "../streaming.mjs";

/** Requests that have reached the fake server, each to be answered by the test. */
let requests;
let given; // the context and the first loss of each answer that was shown
let errors;
let client;

const realFetch = globalThis.fetch;
const order = (name) => ({ query: name, optimizers: 1, starts: 1, context: name });
const ask = (...names) => names.forEach((name) => client.request(order(name)));
const under = () => requests.filter(({ open }) => open).map(({ name }) => name);
const settle = () => new Promise((resolve) => setTimeout(resolve)); // all that is decided has happened by then

/** A whole answer, the loss telling whose it is. */
const answer = (loss) => text([points(0, 0, 0, [loss]), end(1, 1)]);
const text = (events) => events.map((event) => `${JSON.stringify(event)}\n`).join("");

beforeEach(() => {
  [requests, given, errors] = [[], [], []];
  client = new Client("root/", (runs, context) => given.push([context, runs[0]?.loss[0]]), ({ message }) => errors.push(message));
  globalThis.fetch = (address, { signal }) => new Promise((resolve, reject) => {
    const request = { name: /\?(.*)&/.exec(address)[1], address, open: true };
    const close = async (finish, value) => {
      request.open = false;
      finish(value);
      await settle();
    };
    request.reply = (body, options) => close(resolve, new Response(body, options));
    request.fail = (error) => close(reject, error);
    signal.addEventListener("abort", () => request.fail(signal.reason));
    requests.push(request);
  });
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

/** @param {string} name */
const of = (name) => requests.find((request) => request.name === name);

test("a request goes out at once, for float32", async () => {
  ask("a");
  assert.equal(requests[0].address, "root/api/v1/trajectories?a&precision=f4");
  await of("a").reply(answer(1));
  assert.deepEqual([given, errors], [[["a", 1]], []]);
});

test("two at the most are under way, and of those that wait the newest goes out", async () => {
  ask("a", "b", "c", "d");
  assert.deepEqual(under(), ["a", "b"]);
  await of("a").reply(answer(1));
  assert.deepEqual(under(), ["b", "d"]);
  await of("b").reply(answer(2));
  await of("d").reply(answer(4));
  assert.deepEqual(given, [["a", 1], ["b", 2], ["d", 4]]);
  assert.equal(requests.length, 3);
});

test("an answer that has been overtaken is dropped", async () => {
  ask("a", "b");
  await of("b").reply(answer(2));
  await of("a").reply(answer(1));
  assert.deepEqual(given, [["b", 2]]);
});

test("runs that the page has without a request outdate what waits and what is under way", async () => {
  ask("a", "b", "c");
  client.overtake();
  await of("a").reply(answer(1));
  await of("b").fail(new TypeError("Failed to fetch"));
  assert.deepEqual([given.length, errors.length, requests.length], [0, 0, 2]);
  ask("e");
  await of("e").reply(answer(5));
  assert.deepEqual(given.at(-1), ["e", 5]);
});

test("runs to compare with come in float64, without a word on progress", async () => {
  const reported = [];
  client = new Client("root/", (runs) => given.push(runs[0].loss), ({ message }) => errors.push(message), (event) => reported.push(event));
  client.request({ ...order("a"), exact: true });
  assert.equal(requests[0].address, "root/api/v1/trajectories?a&precision=f8");
  const pieces = [points(0, 0, 0, [0.1, 0.2], "f8"), points(0, 0, 2, [0.3], "f8")];
  await of("a").reply(text([{ event: "progress", done: 1, of: 2 }, ...pieces, end(1, 1)]));
  assert.deepEqual([given, errors, reported], [[Float64Array.of(0.1, 0.2, 0.3)], [], []]);
});

test("runs asked for ahead are not exact enough to compare with", async () => {
  client.ahead("typed");
  client.request({ ...order("b"), exact: true });
  assert.deepEqual(under(), ["b"]);
});

test("only an error of the newest request is reported", async () => {
  ask("a", "b");
  await of("a").fail(new TypeError("Failed to fetch"));
  assert.deepEqual(errors, []);
  await of("b").fail(new TypeError("Failed to fetch"));
  assert.deepEqual(errors, ["The server does not answer. You see the last runs that arrived."]);
});

test("after an error the next request goes out", async () => {
  ask("a", "b", "c");
  await of("a").fail(new TypeError("Failed to fetch"));
  assert.deepEqual(under(), ["b", "c"]);
});

test("a slow request is given up for a newer one, without a word", async (t) => {
  const clock = t.mock.method(performance, "now", () => 0);
  ask("a", "b");
  clock.mock.mockImplementation(() => 300);
  ask("c");
  assert.deepEqual(under(), ["a", "b"], "it has its time");
  clock.mock.mockImplementation(() => 301);
  ask("d");
  await settle();
  assert.deepEqual([under(), errors], [["b", "d"], []]);
});

test("the slowest is given up, also after another has been answered", async (t) => {
  const clock = t.mock.method(performance, "now", () => 0);
  ask("a", "b");
  await of("b").reply(answer(2));
  ask("c");
  clock.mock.mockImplementation(() => 301);
  ask("d");
  await settle();
  assert.deepEqual(under(), ["c", "d"]);
});

test("the progress of long work before the first point is reported, and is no part of the runs", async () => {
  const reported = [];
  client = new Client("root/", (runs) => given.push(runs), ({ message }) => errors.push(message), ({ done, of: all }) => reported.push([done, all]));
  ask("a");
  const progress = [1, 2].map((done) => ({ event: "progress", done, of: 2 }));
  await of("a").reply(text([...progress, points(0, 0, 0, [7]), end(1, 1)]));
  assert.deepEqual([reported, errors, given.length], [[[1, 2], [2, 2]], [], 1]);
  assert.deepEqual([given[0][0].length, given[0][0].done], [1, undefined]);
});

test("whoever does not listen to progress gets the runs all the same", async () => {
  ask("a");
  await of("a").reply(text([{ event: "progress", done: 1, of: 1 }, points(0, 0, 0, [7]), end(1, 1)]));
  assert.deepEqual([given, errors], [[["a", 7]], []]);
});

test("a refusal is reported in the server's words", async () => {
  ask("a");
  await of("a").reply(JSON.stringify({ detail: "steps = '0' is not allowed" }), { status: 422 });
  assert.deepEqual(errors, ["steps = '0' is not allowed"]);
});

test("a refusal without words is reported by its number", async () => {
  for (const body of ["<html>Bad gateway</html>", "null", "{}"]) {
    ask("a");
    await requests.at(-1).reply(body, { status: 502 });
    assert.equal(errors.pop(), "The server answered 502.");
  }
});

/** @returns {ReadableStream} of the pieces, then its end, or an error */
function stream(pieces, error) {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      if (left.length) controller.enqueue(left.shift());
      else if (error) controller.error(error);
      else controller.close();
    },
  });
}

test("wherever the answer is cut into pieces, it reads the same", async () => {
  const bytes = new TextEncoder().encode(text([{ event: "scenario", query: "start=Größe€𝒳" }, points(0, 0, 0, [7]), end(1, 1)]));
  for (const size of [1, 2, 3, 7, 64, bytes.length]) {
    ask("a");
    const pieces = [];
    for (let k = 0; k < bytes.length; k += size) pieces.push(bytes.subarray(k, k + size));
    await requests.at(-1).reply(stream(pieces));
    while (given.length + errors.length === 0) await settle();
    assert.deepEqual([given.pop(), errors.pop()], [["a", 7], undefined], `pieces of ${size}`);
  }
});

test("a text split in the middle of a character is put together", async () => {
  const bytes = new TextEncoder().encode(text([{ event: "error", detail: "Größe" }]));
  const middle = bytes.indexOf(0xc3) + 1;
  ask("a");
  await of("a").reply(stream([bytes.subarray(0, middle), bytes.subarray(middle)]));
  await settle();
  assert.deepEqual(errors, ["Größe"]);
});

test("a stream that ends early is an error, whether between two lines or within one", async () => {
  const whole = text([points(0, 0, 0, [7])]);
  for (const body of ["", whole, whole.slice(0, -9), `${whole}{"event":"e`]) {
    ask("a");
    await requests.at(-1).reply(stream([new TextEncoder().encode(body)]));
    await settle();
    assert.equal(errors.pop(), "The server's answer was cut off.");
  }
  assert.deepEqual(given, []);
});

test("a connection that breaks is an error", async () => {
  ask("a");
  await of("a").reply(stream([new TextEncoder().encode(text([points(0, 0, 0, [7])]))], new TypeError("terminated")));
  await settle();
  assert.deepEqual([given, errors], [[], ["The server does not answer. You see the last runs that arrived."]]);
});

test("what the server says at the end of a failed stream is reported, and no run is shown", async () => {
  ask("a");
  await of("a").reply(text([points(0, 0, 0, [7]), { event: "error", detail: "The server failed; its log says why." }]));
  assert.deepEqual([given, errors], [[], ["The server failed; its log says why."]]);
});

test("while the server is late, one request is under way, and the next one goes out after a rest", async (t) => {
  const clock = t.mock.method(performance, "now", () => 0);
  t.mock.method(Math, "random", () => 0);
  ask("a");
  await of("a").reply(answer(1), { headers: { "server-timing": "cache;desc=x, wait;dur=40" } });
  const timer = t.mock.method(globalThis, "setTimeout", () => 1);
  ask("b", "c");
  assert.deepEqual(under(), []);
  assert.deepEqual(timer.mock.calls.map((call) => call.arguments[1]), [200, 200]);
  const [over] = timer.mock.calls[1].arguments;
  timer.mock.restore();
  clock.mock.mockImplementation(() => 200);
  over();
  ask("d");
  assert.deepEqual(under(), ["c"], "one at a time");
  clock.mock.mockImplementation(() => 200 + 300 + 200);
  ask("e");
  assert.deepEqual(under(), ["c"], "it has its time, and more of it");
  clock.mock.mockImplementation(() => 200 + 300 + 201);
  ask("f");
  await settle();
  assert.deepEqual(under(), ["f"], "and is given up if it takes longer");
  await of("f").reply(answer(3));
  ask("g", "h");
  assert.deepEqual(under(), ["g", "h"], "as before, for this answer was not late");
});

test("a request that gets no answer does not block the next one", async (t) => {
  const clock = t.mock.method(performance, "now", () => 0);
  ask("a", "b");
  const timer = t.mock.method(globalThis, "setTimeout", () => 1);
  ask("c");
  assert.deepEqual(timer.mock.calls.map((call) => call.arguments[1]), [300]);
  const [over] = timer.mock.calls[0].arguments;
  timer.mock.restore();
  clock.mock.mockImplementation(() => 301);
  over();
  await settle();
  assert.deepEqual(under(), ["b", "c"]);
});

const guessed = (query, loss) => text([{ event: "scenario", query, caption: "" }, points(0, 0, 0, [loss]), end(1, 1)]);

test("runs asked for ahead are used if the server understands them as what is asked for", async () => {
  client.ahead("typed");
  ask("b");
  assert.deepEqual(under(), ["typed"], "it is asked once");
  await of("typed").reply(guessed("b", 7));
  await settle();
  assert.deepEqual([given, errors, under()], [[["b", 7]], [], []]);
});

test("if they are others or not legal, what is asked for is asked", async () => {
  client.ahead("typed");
  ask("b");
  await of("typed").reply(guessed("other", 7));
  await settle();
  assert.deepEqual([given, under()], [[], ["b"]]);
  await of("b").reply(answer(2));
  client.ahead("wrong");
  ask("c");
  await of("wrong").reply(JSON.stringify({ detail: "no", problems: [] }), { status: 422 });
  await settle();
  assert.deepEqual(under(), ["c"]);
  await of("c").reply(answer(3));
  assert.deepEqual([given, errors], [[["b", 2], ["c", 3]], []]);
});

test("a newer text cancels what was asked for ahead", () => {
  client.ahead("old");
  client.ahead("new");
  assert.deepEqual(under(), ["new"]);
});
