/**
 * Where the numbers in a plot are, of its ticks and of its contour lines. Labels of paths keep clear of them, and a number that
 * the badge of a start would cover is left out: half of it would be read as another number. optimizers/picture/numbers.py is
 * its twin. Pure.
 *
 * @typedef {import("../base/types.js").Box} Box
 * @typedef {import("../base/types.js").Pixel} Pixel
 */

const DIGIT = 7; // px that a character takes on average
const HALF = 6; // px from the middle of a number to its upper and its lower end
/** Px from the edge to the baseline of the numbers below, and to those at the left. */
export const [LIFT, ASIDE] = [7, 7];
/** px from the middle of a number to its baseline. */
export const MIDDLE = 4;
const BADGE = 9; // px, the radius of a badge

/** @param {string} text @param {number} x @param {number} y @returns {Box} of a number whose middle is at (x, y) */
export function centered(text, x, y) {
  const half = (DIGIT * text.length) / 2;
  return { left: x - half, right: x + half, top: y - HALF, bottom: y + HALF };
}

/** @param {string} text @param {number} x @param {number} height px of the plot area @returns {Box} of a number at the lower edge */
export const below = (text, x, height) => centered(text, x, height - LIFT - MIDDLE);

/** @param {string} text @param {number} y @returns {Box} of a number at the left edge */
export const beside = (text, y) => centered(text, ASIDE + (DIGIT * text.length) / 2, y);

/**
 * @param {Box} box
 * @param {Pixel[]} badges their centers
 * @returns {boolean} whether one of the badges would cover part of a number
 */
export function hidden({ left, right, top, bottom }, badges) {
  return badges.some(({ x, y }) => Math.hypot(x - Math.min(Math.max(x, left), right), y - Math.min(Math.max(y, top), bottom)) < BADGE);
}
