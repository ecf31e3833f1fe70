import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Surfaces } from "../../../static/js/service/surfaces.js";
import { encode } from "../streaming.mjs";

let requests;
let grids;
let errors;
let surfaces;

const realFetch = globalThis.fetch;
const settle = () => new Promise((resolve) => setTimeout(resolve));
const body = { surface: "saddle", bound: { q: encode([0.1, 3], "f8"), floor: -1 } };
const values = { x: encode([0, 1, 2]), y: encode([0, 1]), z: { ...encode([1, 2, 3, 4, 5, 6]), shape: "2,3" }, levels: [1, 4] };

/** @param {number} index of the request */
async function reply(index, content = JSON.stringify(body), status = 200) {
  requests[index].resolve(new Response(content, { status }));
  await settle();
}

beforeEach(() => {
  [requests, grids, errors] = [[], [], []];
  surfaces = new Surfaces("root/", (grid) => grids.push(grid), ({ message }) => errors.push(message));
  globalThis.fetch = (address) => new Promise((resolve, reject) => requests.push({ address, resolve, reject }));
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

test("without cells there are no values, and the text it was asked by is there", async () => {
  surfaces.want("surface=saddle,wall=0.05", 0);
  assert.equal(requests[0].address, "root/api/v1/surface?surface=saddle,wall=0.05&cells=0");
  await reply(0);
  const bound = { q: new Float64Array([0.1, 3]), floor: -1 };
  assert.deepEqual(grids, [{ surface: "saddle", bound, values: null, key: "surface=saddle,wall=0.05" }]);
});

test("values come decoded, of a region with all their digits", async () => {
  surfaces.want("surface=saddle", 64);
  assert.equal(requests[0].address, "root/api/v1/surface?surface=saddle&cells=64&precision=f4");
  await reply(0, JSON.stringify({ ...body, ...values }));
  const { rows, columns, x, z, levels } = grids[0].values;
  assert.deepEqual([rows, columns, levels], [2, 3, [1, 4]]);
  assert.deepEqual([[...x], [...z]], [[0, 1, 2], [1, 2, 3, 4, 5, 6]]);
  assert.deepEqual(Object.keys(grids[0]).toSorted(), ["bound", "key", "surface", "values"]);
  surfaces.want("surface=saddle&region=-1,1,-1,1", 64);
  assert.match(requests[1].address, /&cells=64&precision=f8$/);
});

test("the same surface is asked for once", async () => {
  surfaces.want("a", 0);
  surfaces.want("a", 0);
  await reply(0);
  surfaces.want("a", 0);
  assert.equal(requests.length, 1);
});

test("of two, the newest counts, in whatever order they come", async () => {
  surfaces.want("a", 0);
  surfaces.want("b", 0);
  await reply(1);
  await reply(0);
  assert.deepEqual(grids.map(({ key }) => key), ["b"]);
});

test("an overtaken one that fails says nothing and leaves the newest alone", async () => {
  surfaces.want("a", 0);
  surfaces.want("b", 0);
  requests[0].reject(new TypeError("Failed to fetch"));
  await settle();
  await reply(1);
  assert.deepEqual([grids.map(({ key }) => key), errors], [["b"], []]);
});

test("after an error the same may be asked for again", async () => {
  surfaces.want("a", 0);
  await reply(0, JSON.stringify({ detail: "wall = '9' is not allowed" }), 422);
  assert.deepEqual(errors, ["wall = '9' is not allowed"]);
  surfaces.want("a", 0);
  await reply(1);
  assert.deepEqual(grids.map(({ key }) => key), ["a"]);
});
