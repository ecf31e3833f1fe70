/**
 * Where the parts of the picture of a slice lie: the curve, the two ends of the step and the lowest point. Pure.
 *
 * @typedef {import("../base/types.js").LineSlice} LineSlice
 * @typedef {{x: number, y: number}} Spot
 */

import { shortNumber } from "../base/numbers.js";

/**
 * @param {LineSlice} along
 * @param {number} width
 * @param {number} height
 * @returns {{curves: Spot[][], before: Spot|null, landed: Spot|null, lowest: Spot|null}} in px; a new curve begins after
 *   each point where the loss has no value
 */
export function slicePicture({ s, loss, before, landed, lowest }, width, height) {
  const known = loss.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const across = (/** @type {number} */ at) => (width * (at - s[0])) / (s[s.length - 1] - s[0]);
  // Halves, because the difference of two numbers can be larger than the largest one.
  const down = (/** @type {number} */ value) => (high > low ? height * ((high / 2 - value / 2) / (high / 2 - low / 2)) : height / 2);
  const spot = (/** @type {number} */ at, /** @type {number|null} */ value) => (value === null ? null : { x: across(at), y: down(value) });
  /** @type {Spot[][]} */
  const curves = [[]];
  s.forEach((at, i) => {
    const found = spot(at, loss[i]);
    if (found) curves[curves.length - 1].push(found);
    else if (curves[curves.length - 1].length) curves.push([]);
  });
  return {
    curves: curves.filter((curve) => curve.length),
    before: spot(0, before),
    landed: spot(1, landed),
    lowest: lowest && spot(lowest[0], lowest[1]),
  };
}

/**
 * @param {LineSlice} along
 * @returns {string} the numbers of the picture in words
 */
export function sliceText({ before, landed, lowest }) {
  const number = (/** @type {number|null} */ value) => (value === null ? "too large" : shortNumber(value, 4));
  const least = lowest ? `, lowest on this line: ${number(lowest[1])}` : "";
  return `Loss before the step: ${number(before)}, where it lands: ${number(landed)}${least}.`;
}
