/**
 * The scoreboard as text that a spreadsheet or a program reads: tabs between columns, one number a cell, numbers in ASCII
 * and without units, "never" and the status as words, nothing where there is no value. Pure.
 *
 * @typedef {import("../base/types.js").Column} Column
 * @typedef {import("../base/types.js").Run} Run
 */

import { plainNumber } from "../base/numbers.js";

const LARGEST = Math.fround(3.4028234e38); // at which the server's float32 numbers end

/** @param {string} text for the eye @returns {string} the same with the minus sign that programs read */
export const plainText = (text) => text.replaceAll("−", "-");

/**
 * @param {Run[]} runs in the order of the rows
 * @param {Column[]} columns
 * @param {number} step
 * @param {string[]} names of the runs
 * @param {(number|null|undefined)[]} horizon for each run the step from which on rounding decides, where one is known
 * @returns {string} a line of headings, and a line a run
 */
export function scoreText(runs, columns, step, names, horizon) {
  const decided = horizon.some((known) => known !== null && known !== undefined);
  const fields = columns.flatMap((column) => column.copied ?? [{ name: column.name, value: column.value, text: column.text }]);
  const lines = runs.map((run, i) => [
    names[i],
    ...fields.map(({ value, text }) => cell(value(run, step), () => (text ? text(run, step) : ""))),
    ...(decided ? [cell(horizon[i] ?? null, () => "never")] : []),
  ]);
  const headings = ["Run", ...fields.map(({ name }) => name), ...(decided ? ["Rounding decides from step"] : [])];
  return [headings, ...lines].map((cells) => cells.join("\t")).join("\n");
}

/**
 * @param {number|null} value
 * @param {() => string} text what the table says, for what is no number
 */
function cell(value, text) {
  if (value !== null && Math.abs(value) < LARGEST) return plainNumber(value);
  const words = text();
  return words === "–" ? "" : plainText(words);
}
