import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Question } from "../../../static/js/service/question.js";

const realFetch = globalThis.fetch;
let requests;
let question;

beforeEach(() => {
  requests = [];
  question = new Question();
  globalThis.fetch = (address, { signal }) => new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    requests.push({ address, signal, resolve, reject });
  });
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

const read = (response) => response.text();
const cancelled = () => requests.map(({ signal }) => signal.aborted);

test("the same is asked once, also after it was answered", async () => {
  const first = question.ask("a", read);
  assert.equal(await question.ask("a", read), null);
  requests[0].resolve(new Response("A"));
  assert.equal(await first, "A");
  assert.equal(await question.ask("a", read), null);
  assert.equal(requests.length, 1);
});

test("a newer question cancels the older one, which is no error", async () => {
  const [first, second] = ["a", "b"].map((address) => question.ask(address, read));
  assert.deepEqual(cancelled(), [true, false]);
  assert.equal(await first, null);
  requests[1].resolve(new Response("B"));
  assert.equal(await second, "B");
});

test("an answer that is read when a newer question is asked counts no longer", async () => {
  const slow = question.ask("a", async (response) => {
    question.ask("b", read).catch(() => {});
    return response.text();
  });
  requests[0].resolve(new Response("A"));
  assert.equal(await slow, null);
});

test("after an error the same may be asked again", async () => {
  const first = question.ask("a", read);
  requests[0].resolve(Response.json({ detail: "wrong" }, { status: 422 }));
  await assert.rejects(first, /^Error: wrong$/);
  const second = question.ask("a", read);
  requests[1].resolve(new Response("A"));
  assert.equal(await second, "A");
});

test("cancelling stops a request, and leaves what was answered", async () => {
  const first = question.ask("a", read);
  question.cancel();
  assert.equal(await first, null);
  const second = question.ask("a", read);
  requests[1].resolve(new Response("A"));
  assert.equal(await second, "A");
  question.cancel();
  assert.equal(await question.ask("a", read), null);
  question.forget();
  question.ask("a", read);
  assert.equal(requests.length, 3);
});
