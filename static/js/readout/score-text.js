/**
 * The scoreboard as text for a spreadsheet or a program: columns separated by tabs, one number in each cell, numbers in ASCII
 * and without units, "never" and the status as words, and empty cells where there is no value. Pure.
 *
 * @typedef {import("../base/types.js").Column} Column
 * @typedef {import("../base/types.js").Run} Run
 */

import { isSound, plainNumber } from "../base/numbers.js";

/** @param {string} text for readers @returns {string} the same with the minus sign that programs read */
export const plainText = (text) => text.replaceAll("−", "-");

/**
 * @param {Run[]} runs in the order of the rows
 * @param {Column[]} columns
 * @param {number} step
 * @param {string[]} names of the runs
 * @param {(number|null|undefined)[]} horizon for each run the step from which rounding decides its path, if it is known
 * @returns {string} a line of headings, and a line for each run
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
 * @param {() => string} text the text of the table, for cells without a number
 */
function cell(value, text) {
  if (value !== null && isSound(value)) return plainNumber(value);
  const words = text();
  return words === "–" ? "" : plainText(words);
}
