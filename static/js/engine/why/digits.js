/** Numbers as a person reads them, in LaTeX, and as decimals: the twin of optimizers/form/decimals.py. Pure. */

import { shortest, significant } from "../../base/figures.js";

/** Of a printed number, at the least. */
export const DIGITS = 4;
/** Enough to distinguish all float64. */
export const MOST_DIGITS = 17;

const FIXED = 16; // the largest exponent of a number that Python writes without one

/**
 * @param {number} value finite
 * @param {number} digits all that it has if they are MOST_DIGITS
 * @returns {import("../../base/figures.js").Figures}
 */
export function figuresOf(value, digits) {
  return digits >= MOST_DIGITS ? shortest(value) : significant(value, digits);
}

/**
 * @param {number} value
 * @param {number} [digits]
 * @returns {string} in LaTeX with so many significant digits, exactly if they are MOST_DIGITS
 */
export function decimal(value, digits = DIGITS) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "\\text{NaN}" : value > 0 ? "\\infty" : "-\\infty";
  const { sign, figures, exponent } = figuresOf(value, digits);
  const plain = figures.replace(/0+$/, "") || "0";
  if (exponent < -4 || exponent >= (digits >= MOST_DIGITS ? FIXED : digits)) {
    const mantissa = plain.length > 1 ? `${plain[0]}.${plain.slice(1)}` : plain;
    return `${sign}${mantissa} \\cdot 10^{${exponent}}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${plain}`;
  const before = plain.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const after = plain.slice(exponent + 1);
  return `${sign}${before}${after && `.${after}`}`;
}
