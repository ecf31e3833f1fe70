/** What the page reads costs time in proportion to its length, whatever it is. */

import { test } from "node:test";

import { parseNumber } from "../../../static/js/base/numbers.js";
import { readCall } from "../../../static/js/frame/messages.js";
import { fittingTitle } from "../../../static/js/share/embed-options.js";
import { html, markdown } from "../../../static/js/share/snippets.js";
import { readAddress } from "../../../static/js/state/address.js";
import { assertProportional } from "../cost.mjs";
import { FIRST, catalog } from "../fixture-catalog.mjs";

const LONG = 16_384; // twice what an address may have

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
  test(`${name} is read in proportion to its length`, () => assertProportional(read, LONG, name));
}
