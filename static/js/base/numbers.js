/** Numbers as text. String(number) is the canonical form; the server writes the same. */

/** The largest number of a float32, at which the server saturates: what is as large was too large. */
export const LARGEST = Math.fround(3.4028234e38);

/** @param {number} value @returns {boolean} whether it is a number, and was not too large */
export const isSound = (value) => Math.abs(value) < LARGEST;

const LONGEST = 100; // characters; the server has the same limit
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/; // no digit can be matched in two ways

/**
 * @param {string} text
 * @returns {number|null} the number that the text writes in plain or scientific notation, null if it writes none
 */
export function parseNumber(text) {
  return text.length <= LONGEST && NUMBER.test(text) ? Number(text) : null;
}

/**
 * @param {string} text as a person writes it: with spaces around it, with a true minus sign, with a decimal comma
 * @returns {number|null} the number, null if it is none
 */
export function readNumber(text) {
  const plain = text.trim().replaceAll("−", "-");
  return parseNumber(/^[^.,]*,[^.,]*$/.test(plain) ? plain.replace(",", ".") : plain);
}

/**
 * @param {number} value
 * @param {number} digits how many significant digits to keep
 * @returns {string} a short text for readers, with a true minus sign
 */
export function shortNumber(value, digits = 2) {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const whole = Math.min(4, Math.ceil(Math.log10(Math.abs(value)))); // digits before the decimal point, at most four of which are shown
  const rounded = Number(value.toPrecision(Math.max(digits, whole)));
  const size = Math.abs(rounded); // of the rounded value: 9999.6 is shown like 10000
  const text = size >= 1e4 || size < 1e-3 ? value.toExponential(digits - 1).replace("e+", "e") : String(rounded);
  return text.replaceAll("-", "−");
}

/**
 * @param {number} value
 * @returns {string} the shortest ASCII text that reads back as the same number, as float32 if the number is one, otherwise as float64
 */
export function plainNumber(value) {
  if (Math.fround(value) !== value) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

const ROOM = 7; // characters that a number field shows

/**
 * @param {number} value
 * @returns {string} a text that reads back as the same number and, if possible, is short enough for a number field
 */
export function fieldNumber(value) {
  const plain = String(value);
  const scientific = value.toExponential().replace("e+", "e");
  return plain.length > ROOM && scientific.length < plain.length ? scientific : plain;
}

/**
 * @param {number} value
 * @param {number} unit
 * @returns {number} value rounded to the power of ten at or below unit, so that its text has no digits without meaning
 */
export function roundTo(value, unit) {
  const digits = Math.min(15, Math.max(0, Math.ceil(-Math.log10(unit))));
  return Number(value.toFixed(digits)) + 0; // + 0 turns −0 into 0
}
