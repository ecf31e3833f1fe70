/**
 * Text with marks, which say which of its words are the label of a start, the name of an optimizer, or a number: the twin of
 * optimizers/tell/marks.py. The marks are control characters, which no label and no name can hold. Pure.
 *
 * @typedef {{text: string, kind: "text"|"start"|"optimizer"|"number", optimizer: number|null}} Part
 */

const [BEGIN, MIDDLE, END] = ["\x02", "\x1f", "\x03"];
const MARKED = new RegExp(`${BEGIN}([^${MIDDLE}]*)${MIDDLE}([a-z]+)([0-9]*)${END}`, "g");

/** @param {string} label @returns {string} the label of a start, marked */
export const start = (label) => `${BEGIN}${label}${MIDDLE}start${END}`;

/** @param {number} index @param {string} title @returns {string} the name of an optimizer, marked */
export const optimizer = (index, title) => `${BEGIN}${title}${MIDDLE}optimizer${index}${END}`;

/** @param {number|string} text @returns {string} a number, marked */
export const number = (text) => `${BEGIN}${text}${MIDDLE}number${END}`;

/** @param {string} text @returns {string} without marks */
export const plain = (text) => text.replace(MARKED, "$1");

/** @param {string} text @returns {number} how many characters a reader sees */
export const length = (text) => [...plain(text)].length;

/** @param {string} text @returns {Part[]} its pieces in their order */
export function parts(text) {
  /** @type {Part[]} */
  const found = [];
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index), kind: "text", optimizer: null });
    const kind = /** @type {Part["kind"]} */ (match[2]);
    found.push({ text: match[1], kind, optimizer: match[3] ? Number(match[3]) : null });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end), kind: "text", optimizer: null });
  return found;
}
