/** The decimal figures of a number, rounded as Python rounds them. Pure. */

const BEYOND = 20; // figures after those that are kept: a tie has a 5 there, and zeros
const TIE = /^50*$/;

/**
 * @typedef {{sign: string, figures: string, exponent: number}} Figures exponent: the power of ten of the first figure
 */

/**
 * @param {number} value finite
 * @param {number} count of significant figures
 * @returns {Figures} ties are rounded to even
 */
export function significant(value, count) {
  const longer = split(value.toExponential(count - 1 + BEYOND));
  const kept = longer.figures.slice(0, count);
  if (TIE.test(longer.figures.slice(count)) && Number(kept.at(-1)) % 2 === 0) return { ...longer, figures: kept };
  return split(value.toExponential(count - 1)); // JavaScript rounds ties away from zero
}

/** @param {number} value finite @returns {Figures} as few as distinguish it from all others */
export function shortest(value) {
  return split(value.toExponential());
}

/** @param {string} text in exponential notation */
function split(text) {
  const [mantissa, exponent] = text.split("e");
  const size = mantissa.replace("-", "");
  return { sign: size === mantissa ? "" : "-", figures: size.replace(".", ""), exponent: Number(exponent) };
}
