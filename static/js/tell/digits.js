/** Numbers in sentences, with the digits that Python's formats give them. Pure. */

import { significant } from "../base/figures.js";

/** @param {number} value positive @param {number} digits @returns {string} as `.4g` gives it, of so many significant digits */
export function general(value, digits) {
  const { figures: all, exponent } = significant(value, digits);
  const figures = all.replace(/0+$/, "") || "0";
  if (exponent < -4 || exponent >= digits) return `${pointed(figures, 1)}e${signed(exponent)}`;
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${figures}`;
  return pointed(figures.padEnd(exponent + 1, "0"), exponent + 1);
}

/** @param {number} value not negative @returns {string} as `.0f` gives it */
export function whole(value) {
  const below = Math.floor(value);
  const isTie = value - below === 0.5;
  return String(isTie ? below + (below % 2) : Math.round(value));
}

/**
 * @param {number} a
 * @param {number} b
 * @returns {[string, string]} two different numbers with four significant digits, or as many more as they need to look different
 */
export function unlike(a, b) {
  let digits = 4;
  while (digits < 17 && general(a, digits) === general(b, digits)) digits += 1;
  return [general(a, digits), general(b, digits)];
}

/** @param {string} figures @param {number} at */
const pointed = (figures, at) => (figures.length > at ? `${figures.slice(0, at)}.${figures.slice(at)}` : figures);

/** @param {number} exponent */
const signed = (exponent) => `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
