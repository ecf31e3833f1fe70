import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress, writeAddress, writeScenario } from "../../../static/js/state/address.js";
import { assertProportional } from "../cost.mjs";
import { FIRST, catalog } from "../fixture-catalog.mjs";

const LONG = 8192;
const COUNT = 2000;
const PIECES = ["=", ",", "&", "+", "%", "%ff", "%2B", "%zz", "-", ".", "e", "1", "9", "0x", "١", "nan", "<b>", "__proto__", "constructor", "lr", "title=", "hide=", "v=", "\u{1f4a9}"];

/** @param {number} seed @returns {(below: number) => number} whole numbers, the same ones for the same seed (mulberry32) */
function random(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** @type {((items: string[], k: number, piece: string) => string[])[]} */
const CHANGES = [
  (items) => items,
  (items, k) => items.toSpliced(k, 1),
  (items, k) => [...items, items[k]],
  (items, k, piece) => items.with(k, items[k] + piece),
  (items, k, piece) => items.with(k, items[k].replace(/[=,]/, (sign) => sign + piece)),
  (items, k) => items.with(k, encodeURIComponent(items[k])),
  (items, k) => items.with(k, items[k].replaceAll(",", ",+")),
  (items, k, piece) => items.with(k, items[k] + piece.repeat(2000)),
  (items, k, piece) => [...items, ...Array(1000).fill(piece)],
  (items) => items.toReversed(),
];

/** @param {number} seed @returns {string} a legal scenario in which a few things are changed */
function mutated(seed) {
  const draw = random(seed);
  let items = FIRST.split("&");
  for (let left = draw(4); left > 0 && items.length; left--) items = CHANGES[draw(CHANGES.length)](items, draw(items.length), PIECES[draw(PIECES.length)]);
  return items.join("&").slice(0, LONG);
}

/** @param {string} query @returns {ReturnType<typeof readAddress>|string} what is read, or the error's words */
function read(query) {
  try {
    return readAddress(query, catalog);
  } catch (error) {
    return error.message;
  }
}

test("whatever is changed in an address, it is read, incomplete, or of another version; and what is read is written as it is read again", () => {
  const counts = { read: 0, incomplete: 0, refused: 0 };
  for (let seed = 0; seed < COUNT; seed++) {
    const query = mutated(seed);
    const state = read(query);
    if (state === null) counts.incomplete++;
    else if (typeof state === "string") {
      counts.refused++;
      assert.match(state, /^v=.* is not a version/s, query);
    } else {
      counts.read++;
      const address = writeAddress(state, catalog);
      assert.equal(writeAddress(readAddress(address, catalog), catalog), address, query);
      assert.equal(writeScenario(readAddress(address, catalog), catalog), writeScenario(state, catalog), query);
      assert.ok(address.length <= 3 * query.length + 3 * FIRST.length, query);
    }
  }
  assert.ok(Object.values(counts).every((count) => count > 0), JSON.stringify(counts));
});

test("reading costs in proportion to the length, whatever is long", () => {
  for (const piece of PIECES) {
    for (const text of [piece, `${piece}&`, `optimizer=sgd,${piece}=1`, `&optimizer=sgd,lr=${"9".repeat(1000)}${piece}`]) {
      const whole = `${FIRST}&${text.repeat(LONG)}`;
      assertProportional((length) => read(whole.slice(0, length)), LONG, `${text.slice(0, 60)}…`);
    }
  }
});
