import assert from "node:assert/strict";
import { test } from "node:test";

import { NAME, heightMessages, readCall } from "../../../static/js/frame/messages.js";

const to = (call, more = {}) => ({ to: NAME, call, ...more });

test("a legal call is taken, with the identity its sender gave it", () => {
  for (const message of [
    to("get"),
    to("play", { id: 7 }),
    to("pause", { id: "a" }),
    to("reset"),
    to("set", { query: "surface=saddle", id: 0 }),
    to("seek", { step: 0 }),
  ]) {
    const { call, problem } = readCall(message);
    assert.equal(problem, "");
    assert.equal(call.call, message.call);
    assert.equal(call.id, message.id);
  }
  assert.ok(!("id" in readCall(to("get", { id: { deep: 1 } })).call));
});

test("what is not meant for this page is no call", () => {
  for (const data of [null, undefined, 1, "text", [], {}, { to: "other", call: "get" }, { from: NAME, event: "ready" }]) {
    assert.equal(readCall(data), null);
  }
});

test("a call that is not legal is answered with what is wrong and what is allowed", () => {
  for (const [message, problem] of [
    [to("stop"), 'call = "stop" is not allowed: one of get, set, play, pause, seek, reset'],
    [to("constructor"), 'call = "constructor" is not allowed: one of get, set, play, pause, seek, reset'],
    [to(undefined), "call = undefined is not allowed: one of get, set, play, pause, seek, reset"],
    [to("set"), "query = undefined is not allowed: a scenario as text"],
    [to("set", { query: "x".repeat(60_001) }), `query = "${"x".repeat(59)} is not allowed: at most 60000 characters`],
    [to("set", { query: 5 }), "query = 5 is not allowed: a scenario as text"],
    [to("seek", { step: -1 }), "step = -1 is not allowed: a whole number from 0"],
    [to("seek", { step: 1.5 }), "step = 1.5 is not allowed: a whole number from 0"],
    [to("seek", { step: "3" }), 'step = "3" is not allowed: a whole number from 0'],
    [to("seek", { step: NaN }), "step = null is not allowed: a whole number from 0"],
    [to("seek", { step: 1n }), "step = bigint is not allowed: a whole number from 0"],
  ]) {
    assert.equal(readCall(message).problem, problem);
  }
});

test("the height is sent in the forms of Canvas, Open edX and Embedly too", () => {
  const [own, canvas, edx, embedly] = heightMessages(420, "https://example.org/embed?steps=5");
  assert.deepEqual(own, { from: NAME, event: "height", height: 420 });
  assert.deepEqual(canvas, { subject: "lti.frameResize", height: 420 });
  assert.deepEqual(edx, { type: "plugin.resize", payload: { height: 420 } });
  assert.deepEqual(JSON.parse(embedly), { src: "https://example.org/embed?steps=5", context: "iframe.resize", height: 420 });
});
