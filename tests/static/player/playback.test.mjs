import assert from "node:assert/strict";
import { test } from "node:test";

import { SPEEDS, STOPPED, advance, pause, play, shown } from "../../../static/js/player/playback.js";

test("playing begins where the picture stands, and at the start from the end", () => {
  assert.deepEqual(play(STOPPED, 30, 120), { playing: true, position: 30, speed: 1 });
  assert.equal(play(STOPPED, 120, 120).position, 0);
  assert.equal(play(STOPPED, 130, 120).position, 0);
});

test("nothing is changed in place", () => {
  const before = Object.freeze({ ...STOPPED });
  assert.notEqual(play(before, 0, 10), before);
  assert.notEqual(advance(Object.freeze(play(before, 0, 10)), 1, 10), before);
});

test("a whole run takes the same time, however many steps it has", () => {
  const seconds = (steps) => {
    let playback = play(STOPPED, 0, steps);
    let frames = 0;
    for (; playback.playing; frames++) playback = advance(playback, 1 / 64, steps);
    return frames / 64;
  };
  assert.equal(seconds(1), seconds(10_000));
});

test("twice the speed goes twice as far", () => {
  for (const speed of SPEEDS) {
    const playback = { playing: true, position: 3, speed };
    const once = advance({ ...playback, speed: 1 }, 0.1, 1000).position - 3;
    assert.ok(Math.abs(advance(playback, 0.1, 1000).position - 3 - speed * once) < 1e-9);
  }
});

test("it stops exactly at the end", () => {
  const playback = advance({ playing: true, position: 119, speed: 8 }, 10, 120);
  assert.deepEqual(playback, { playing: false, position: 120, speed: 8 });
});

test("it stops when the run has become shorter than the position", () => {
  const playback = { playing: true, position: 90, speed: 1 };
  assert.equal(shown(playback, null, 50), 50);
  assert.equal(advance(playback, 0.01, 50).playing, false);
});

test("a frame that is older than the click does not go back", () => {
  const playback = advance(play(STOPPED, 0, 120), -0.005, 120);
  assert.equal(playback.position, 0);
  assert.equal(shown(playback, null, 120), 0);
});

test("pausing keeps position and speed", () => {
  const playback = { playing: true, position: 7.5, speed: 4 };
  assert.deepEqual(pause(playback), { playing: false, position: 7.5, speed: 4 });
});

test("while playing the position is shown, in whole steps", () => {
  assert.equal(shown({ playing: true, position: 7.9, speed: 1 }, 3, 120), 7);
});

test("else the step of the state is shown, null being the last", () => {
  assert.equal(shown({ playing: false, position: 7.9, speed: 1 }, 3, 120), 3);
  assert.equal(shown(STOPPED, null, 120), 120);
  assert.equal(shown(STOPPED, 0, 120), 0);
  assert.equal(shown(STOPPED, 200, 120), 120);
});
