/** What the page reads costs time in proportion to its length, whatever it is. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseNumber } from "../../../static/js/base/numbers.js";
import { readCall } from "../../../static/js/frame/messages.js";
import { fittingTitle } from "../../../static/js/share/embed-options.js";
import { html, markdown } from "../../../static/js/share/snippets.js";
import { readAddress } from "../../../static/js/state/address.js";
import { FIRST, catalog } from "../fixture-catalog.mjs";

const TRIES = 5;
const STEEPEST = 3; // times the cost for twice the length
const SLACK = 500; // µs, what a measurement may be wrong by

/** @param {() => void} act @returns {number} µs of CPU, the least of several tries */
function cost(act) {
  const tries = Array.from({ length: TRIES }, () => {
    const begun = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(begun);
    return user + system;
  });
  return Math.min(...tries);
}

/** @param {string} piece @param {number} length */
const filled = (piece, length) => piece.repeat(Math.floor(length / piece.length));

/** @type {Object<string, (length: number) => void>} */
const READERS = Object.fromEntries([
  ...["b=1&", "hide=a&", "hide=a,", "a,", "%ff", "%ff&", "+", "+&", "optimizer=", "optimizer=sgd,lr=1&", "start=A,1,2&", "=", "&", "%09=%09&", "\ud800", "١", "title=+&"]
    .map((piece) => [`an address of ${piece}`, (length) => readAddress(`${FIRST}&${filled(piece, length)}`, catalog)]),
  ["digits and a letter", (length) => parseNumber(`${filled("1", length)}x`)],
  ["a rate of digits and a letter", (length) => readAddress(FIRST.replace("lr=", `lr=${filled("1", length)}x`), catalog)],
  ["a title of blanks", (length) => fittingTitle(`${filled(" \u200b", length)}x`)],
  ["a title as HTML", (length) => html(filled("<\n", length))],
  ["a title as Markdown", (length) => markdown(filled("*_\n", length))],
  ["a message", (length) => readCall({ to: "optimizer-trajectories", call: filled('"', length) })],
]);

for (const [name, read] of Object.entries(READERS)) {
  test(`${name} is read in proportion to its length`, () => {
    const length = 16_384; // twice what an address may have
    let [whole, half] = [0, 0];
    for (let again = 0; again < 3; again++) {
      [whole, half] = [cost(() => read(length)), cost(() => read(length / 2))];
      if (whole <= STEEPEST * half + SLACK) return;
    }
    assert.fail(`${whole} µs, and ${half} for half of it`);
  });
}
