import assert from "node:assert/strict";
import { test } from "node:test";

import { cameraOf, firstCamera, readCamera, turned } from "../../../static/js/plot/camera.js";

test("keys turn the camera and come nearer, within limits", () => {
  const camera = { azimuth: 0.3, elevation: 0.5, distance: 2 };
  const back = readCamera(cameraOf(camera));
  for (const name of Object.keys(camera)) assert.ok(Math.abs(back[name] - camera[name]) < 1e-12);
  assert.ok(turned(camera, "ArrowRight").azimuth > 0.3 && turned(camera, "ArrowUp").elevation > 0.5 && turned(camera, "+").distance < 2);
  assert.equal(turned(camera, "x"), null);
  let up = camera;
  for (let k = 0; k < 100; k++) up = turned(turned(up, "ArrowUp"), "-");
  assert.ok(up.elevation < Math.PI / 2 && up.distance <= 6);
});

test("a narrow scene is seen from farther away, at the same angles", () => {
  const [wide, narrow] = [firstCamera({ width: 900, height: 400 }), firstCamera({ width: 350, height: 400 })];
  assert.ok(narrow.distance > 1.5 * wide.distance);
  assert.deepEqual({ ...narrow, distance: 0 }, { ...wide, distance: 0 });
});
