import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { afterEach, beforeEach, test } from "node:test";

import { Unreachable, ask, insist } from "../../../static/js/service/ask.js";

const realFetch = globalThis.fetch;
const realRandom = Math.random;
let sent; // the addresses of the requests
let replies; // what the server answers: one after the other, the last one for ever
let made = 0;
let kind; // each test asks for another resource, because a busy one is remembered

const busy = (retryAfter, status = 503) => () => new Response("{}", { status, headers: retryAfter === undefined ? {} : { "retry-after": retryAfter } });
const good = () => new Response("good");

beforeEach(() => {
  [sent, replies, kind] = [[], [good], `api/v1/kind${"x".repeat(++made)}`];
  Math.random = () => 0;
  globalThis.fetch = async (address) => {
    sent.push(address);
    return (replies.length > 1 ? replies.shift() : replies[0])();
  };
});

afterEach(() => {
  globalThis.fetch = realFetch;
  Math.random = realRandom;
});

/** @returns {Promise<Unreachable>} the error of a request */
const failure = (query = "") => ask(`${kind}?${query}`).then(() => assert.fail("it was answered"), (error) => error);

test("a good answer is returned", async () => {
  assert.equal(await (await ask(`${kind}?a`)).text(), "good");
});

for (const [retryAfter, wait] of [["3", 3000], [" 7 ", 7000], ["0", 1000], [undefined, 2000], ["soon", 2000], ["-5", 2000], ["1e3", 2000], ["999999999", 120_000], ["9".repeat(400), 2000]]) {
  test(`a server that is busy with Retry-After ${String(retryAfter).slice(0, 12)} is asked again after ${wait} ms`, async () => {
    replies = [busy(retryAfter)];
    const error = await failure();
    assert.ok(error instanceof Unreachable && error.sent);
    assert.match(error.message, /^The server is busy\. This page will ask again; until then/);
    assert.equal(error.wait, wait);
  });
}

test("a date is understood too", async () => {
  replies = [busy(new Date(Date.now() + 10_000).toUTCString())];
  const { wait } = await failure();
  assert.ok(wait > 8000 && wait <= 10_000, String(wait));
});

test("until then nothing of this kind is sent, whatever its query; other kinds are", async (t) => {
  const clock = t.mock.method(performance, "now", () => 0);
  replies = [busy("3"), good];
  await failure("a");
  clock.mock.mockImplementation(() => 1000);
  const held = await failure("b");
  assert.deepEqual([held.sent, held.wait, sent.length], [false, 2000, 1]);
  await ask(`${kind}-other?b`);
  clock.mock.mockImplementation(() => 3000);
  await ask(`${kind}?b`);
  assert.deepEqual(sent, [`${kind}?a`, `${kind}-other?b`, `${kind}?b`]);
});

test("steps of all runs are one kind", async () => {
  replies = [busy("3"), good];
  await ask(`${kind}/0/1/17?a`).catch(() => {});
  const error = await ask(`${kind}/3/0/5?a`).catch((reason) => reason);
  assert.deepEqual([error.sent, sent.length], [false, 1]);
});

test("500 pages come back spread over seconds, and over more after each refusal", async (t) => {
  const clock = t.mock.method(performance, "now", () => 0);
  replies = [busy("1")];
  const spans = [];
  let now = 0;
  for (let round = 0; round < 7; round++) {
    Math.random = () => 0;
    const { wait: least } = await failure();
    clock.mock.mockImplementation(() => (now += least + 1));
    Math.random = () => 0.999;
    const { wait: most } = await failure();
    clock.mock.mockImplementation(() => (now += most + 1));
    assert.equal(least, 1000);
    spans.push(Math.round(most - least));
  }
  assert.ok(spans[0] >= 2000 && spans.every((span, i) => i === 0 || span >= spans[i - 1]), String(spans));
  assert.equal(spans.at(-1), 29_970);
});

test("a proxy whose server is down may answer later; what is refused is refused", async () => {
  replies = [() => new Response("<html>", { status: 502 })];
  const down = await failure();
  assert.deepEqual([down instanceof Unreachable, down.wait, down.message], [true, 0, "The server answered 502."]);
  replies = [() => Response.json({ detail: "steps = 0" }, { status: 422 })];
  const refused = await failure();
  assert.deepEqual([refused instanceof Unreachable, refused.message], [false, "steps = 0"]);
});

test("who insists gets the answer of a server that was busy, and hears of the waits", async (t) => {
  const clock = t.mock.method(performance, "now", () => 0);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  replies = [busy("1"), busy("2"), good];
  const waits = [];
  const { signal } = new AbortController();
  const asked = insist(`${kind}?a`, { signal, onBusy: (wait) => waits.push(wait) });
  for (const wait of [1000, 2000]) {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve(); // until it waits
    const now = performance.now() + wait;
    clock.mock.mockImplementation(() => now);
    t.mock.timers.tick(wait);
  }
  assert.equal(await (await asked).text(), "good");
  assert.deepEqual([waits, sent.length], [[1000, 2000], 3]);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("who insists may give up, and hears at once of what is refused", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  replies = [busy("1")];
  const abort = new AbortController();
  const asked = insist(`${kind}?a`, { signal: abort.signal });
  for (let turn = 0; turn < 20; turn++) await Promise.resolve(); // until it waits
  abort.abort(new Error("no longer"));
  await assert.rejects(asked, /no longer/);
  assert.equal(getEventListeners(abort.signal, "abort").length, 0);
  replies = [() => Response.json({ detail: "steps = 0" }, { status: 422 })];
  await assert.rejects(insist(`${kind}-other?a`), /steps = 0/);
});
