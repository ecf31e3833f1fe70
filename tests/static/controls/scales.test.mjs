import assert from "node:assert/strict";
import { test } from "node:test";

import { STEPS, fromSlider, toSlider } from "../../../static/js/controls/scales.js";
import { catalog, parameter } from "../fixture-catalog.mjs";

const all = [...catalog.optimizers, ...catalog.surfaces].flatMap((entry) => entry.parameters);
const steps = { name: "steps", scale: "log", low: 1, high: 12_345, slider: [10, 12_345], whole: true };
const slid = [...all.filter(({ scale }) => ["linear", "log", "decay"].includes(scale)), steps];
const positions = Array.from({ length: STEPS + 1 }, (_, position) => position);

test("every scale that slides is tested here", () => {
  assert.deepEqual(new Set(slid.map(({ scale }) => scale)), new Set(["linear", "log", "decay"]));
});

test("the ends of the slider are exactly the ends of its range, and back", () => {
  for (const p of slid) {
    assert.deepEqual([fromSlider(p, 0), fromSlider(p, STEPS)], p.slider, p.name);
    assert.deepEqual(p.slider.map((value) => toSlider(p, value)), [0, STEPS], p.name);
  }
});

test("a value never falls while the slider rises, and stays within its range", () => {
  for (const p of slid) {
    const values = positions.map((position) => fromSlider(p, position));
    assert.ok(values.every((value) => value >= p.slider[0] && value <= p.slider[1]), p.name);
    assert.ok(values.every((value, k) => k === 0 || value >= values[k - 1]), p.name);
    assert.ok(new Set(values).size > 60, `${p.name} has too few values`);
  }
});

test("a value set by the slider stands where the slider stood, as far as its digits go", () => {
  for (const p of slid) {
    for (const value of positions.map((position) => fromSlider(p, position))) {
      const again = toSlider(p, value);
      assert.ok(fromSlider(p, Math.max(again - 1, 0)) <= value, `${p.name}: ${value}`);
      assert.ok(fromSlider(p, Math.min(again + 1, STEPS)) >= value, `${p.name}: ${value}`);
    }
  }
});

test("an arrow key always gets on: the slider is put where its value stands, and does not fall back", () => {
  for (const p of slid) {
    for (const [begin, end] of [[0, STEPS], [STEPS, 0]]) {
      let [position, value] = [begin, fromSlider(p, begin)];
      for (let k = 0; k <= STEPS && position !== end; k++) {
        position += Math.sign(end - begin);
        const next = fromSlider(p, position);
        if (next !== value) [position, value] = [toSlider(p, next), next];
      }
      assert.equal(position, end, p.name);
    }
  }
});

test("a learning rate moves by equal factors, a decay rate on −log10(1 − β)", () => {
  const rate = parameter("sgd", "lr");
  assert.deepEqual([250, 500, 750].map((position) => fromSlider(rate, position)), [0.000316, 0.01, 0.316]);
  const beta = parameter("momentum", "beta");
  assert.deepEqual([250, 500, 750].map((position) => fromSlider(beta, position)), [0.9, 0.99, 0.999]);
  assert.deepEqual([0.9, 0.99, 0.999].map((value) => toSlider(beta, value)), [250, 500, 750]);
});

test("the values a slider gives are short to read", () => {
  for (const p of slid) {
    for (const position of positions.slice(1, -1)) {
      const text = String(fromSlider(p, position));
      const digits = text.replace(/e.*/, "").replace(/^-?0?\.?0*/, "").replace(".", "").replace(/0+$/, "");
      assert.ok(digits.length <= (p.scale === "decay" ? 6 : 3), `${p.name} at ${position} is ${text}`);
    }
  }
});

test("a decay rate close to one loses nothing to rounding", () => {
  const beta = parameter("momentum", "beta");
  assert.equal(fromSlider(beta, 999), 0.9999);
  assert.equal(fromSlider(beta, 990), 0.99989);
  assert.equal(fromSlider(beta, 900), 0.99975);
});

test("a legal value beyond the slider stands at the nearest end", () => {
  assert.equal(toSlider(parameter("sgd", "lr"), 1e-12), 0);
  assert.equal(toSlider(parameter("sgd", "lr"), 1e100), STEPS);
  assert.equal(toSlider(parameter("momentum", "beta"), 0.99999), STEPS);
  assert.equal(toSlider(parameter("saddle", "wall"), 1), STEPS);
  assert.equal(toSlider(steps, 1), 0);
});

test("zero on a logarithmic slider stands at its low end", () => {
  assert.equal(toSlider(parameter("rmsprop", "eps"), 0), 0);
  assert.equal(toSlider(parameter("rmsprop", "eps"), -0), 0);
});

test("a whole number stays whole", () => {
  for (const p of [steps, { ...steps, slider: [1, 50] }]) {
    for (const position of positions) assert.ok(Number.isInteger(fromSlider(p, position)));
  }
});

test("a slider of one value only stands still", () => {
  const only = { ...steps, slider: [10, 10] };
  assert.equal(toSlider(only, 10), 0);
  assert.deepEqual([0, 500, STEPS].map((position) => fromSlider(only, position)), [10, 10, 10]);
});
