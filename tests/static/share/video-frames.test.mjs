/** The steps of a video's frames: from the start to the end, evenly, and no longer than the animated poster by more than its rests. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { RATE, videoFrames } from "../../../static/js/share/video-frames.js";

for (const steps of [1, 7, 40, 120, 10000]) {
  test(`${steps} steps`, () => {
    const shown = videoFrames(steps);
    assert.equal(shown[0], 0);
    assert.equal(shown.at(-1), steps);
    const leaps = shown.slice(1).map((step, k) => step - shown[k]);
    assert.ok(Math.min(...leaps) >= 0);
    assert.ok(Math.max(...leaps) <= Math.max(1, Math.ceil(steps / 40)));
    if (steps <= 40) assert.equal(new Set(shown).size, steps + 1);
    const rests = 2; // s
    assert.ok(shown.length / RATE >= 4 && shown.length / RATE <= 12 + rests);
  });
}
