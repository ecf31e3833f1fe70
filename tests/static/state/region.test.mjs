import assert from "node:assert/strict";
import { test } from "node:test";

import { SMALLEST, framed, nearest, readRegion, regionOf, share, written } from "../../../static/js/state/region.js";

/** @type {[[number, number], [number, number]]} */
const DOMAIN = [[-10, 10], [-5, 5]];

test("a region is enlarged to the shape of the domain, around its center", () => {
  assert.deepEqual(framed(null, DOMAIN), DOMAIN);
  assert.deepEqual(framed([-1, 1, -0.1, 0.1], DOMAIN), [[-1, 1], [-0.5, 0.5]]);
  assert.deepEqual(framed([0, 0, 2, 4], DOMAIN), [[-2, 2], [2, 4]]);
  assert.equal(share([0, 2, 0, 0.5], DOMAIN), 0.1);
});

test("what is written is short, legal, and reads back as the same region", () => {
  const shown = [[-0.123456789, 0.123456789], [-0.0617283945, 0.0617283945]];
  const region = written(shown, DOMAIN);
  assert.deepEqual(region, [-0.12346, 0.12346, -0.06173, 0.06173]);
  assert.deepEqual(readRegion(region.join(",")), region);
  for (const at of [0, 1 / 3, -7.7, 1e6, 9.9999999e6]) {
    for (const size of [1e-9, 1e-5, 1e-3, 1, 30, 1e5]) {
      const found = written([[at - size, at + size], [at - size / 2, at + size / 2]], DOMAIN);
      if (!found) continue;
      assert.deepEqual(nearest(found, DOMAIN), found, `${at} ${size}`);
      assert.ok(share(found, DOMAIN) >= SMALLEST * 0.999);
      assert.deepEqual(nearest(readRegion(String(found)), DOMAIN), found);
    }
  }
});

test("the domain, or nearly the domain, is no region", () => {
  assert.equal(written(DOMAIN, DOMAIN), null);
  assert.equal(written([[-10.1, 9.9], [-5.04, 5]], DOMAIN), null);
  assert.notEqual(written([[-10.5, 9.5], [-5, 5]], DOMAIN), null);
});

test("too small or too far becomes the nearest that is legal", () => {
  assert.deepEqual(nearest([3, 3, 4, 4], DOMAIN).map((one) => Number(one.toPrecision(9))), [2.9999, 3.0001, 3.99995, 4.00005]);
  assert.deepEqual(nearest([1, -1, 2, -2], DOMAIN), [-1, 1, -2, 2]);
  assert.deepEqual(regionOf(framed(nearest([1e9, 1e9, 0, 0], DOMAIN), DOMAIN)).map((one) => Number(one.toFixed(5))), [9999999.9998, 10000000, -0.00005, 0.00005]);
});

test("a text that is no region is none", () => {
  for (const text of [undefined, "", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,3,1e999"]) assert.equal(readRegion(text), null);
});
