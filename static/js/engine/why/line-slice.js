/**
 * The loss along the line of a step: f at x + s·Δ, the twin of optimizers/tell/line_slice.py. The step begins at s = 0 and lands at
 * s = 1. Pure.
 *
 * @typedef {import("../../base/types.js").LineSlice} LineSlice
 * @typedef {(s: number) => number} Loss f at a point of the line
 * @typedef {[number, number]} Window
 */

import { shortNumber } from "../../base/numbers.js";

/** Where the lowest point is looked for, in lengths of the step: the next one if it lies at the end of one. */
const WINDOWS = /** @type {Window[]} */ ([[-0.5, 2], [-1, 4], [-2, 8]]);
const [SAMPLES, SHOWN] = [161, 97]; // points of a window, and of the curve
const ROUNDS = 60; // of the search between two samples, each of which shortens it to two thirds
const PAD = 0.25; // of the curve on both sides, relative to what it has to show
const NEAR = 0.02; // in lengths of the step: a step that lands nearer to the lowest point lands there

const NO_LENGTH = "This step does not move, so there is no line to show.";
const TOO_LARGE = "This step leaves the range of numbers, so there is no line to show.";
const FLAT = "The loss is the same all along this line.";

/**
 * @param {import("../../base/types.js").Ground} ground
 * @param {[number, number]} position before the step
 * @param {[number, number]} change the step
 * @param {number} before f where it begins
 * @param {number} landed f where it lands
 * @returns {LineSlice}
 */
export function lineSlice({ surface, q }, position, change, before, landed) {
  const without = (/** @type {string} */ remark) => ({ s: [], loss: [], before: finite(before), landed: finite(landed), lowest: null, remark });
  if (![...position, ...change].every(Number.isFinite)) return without(TOO_LARGE);
  if (change.every((one) => one === 0)) return without(NO_LENGTH);
  const [x, g] = [new Float64Array(2), new Float64Array(2)];
  const at = (/** @type {number} */ s) => {
    x[0] = position[0] + s * change[0];
    x[1] = position[1] + s * change[1];
    return surface.evaluate(x, g, q);
  };
  const drawn = (/** @type {Window} */ [low, high], /** @type {[number, number]|null} */ lowest, /** @type {string} */ remark) => {
    const marked = [0, 1, ...(lowest ? [lowest[0]] : [])];
    const s = [...new Set([...spaced(low, high, SHOWN), ...marked])].sort((a, b) => a - b);
    return { ...without(remark), s, loss: s.map((one) => finite(at(one))), lowest };
  };
  const { window, s, loss, least } = lowestOf(at);
  if (least < 0) return without(TOO_LARGE);
  const sound = loss.filter(Number.isFinite);
  if (sound.every((one) => one === sound[0])) return drawn([-0.5, 1.5], null, FLAT);
  const inside = 0 < least && least < s.length - 1;
  const found = inside ? refined(at, s, loss, least) : s[least];
  const [low, high] = [Math.min(0, found), Math.max(1, found)];
  const pad = PAD * (high - low);
  return drawn([Math.max(low - pad, window[0]), Math.min(high + pad, window[1])], inside ? [found, at(found)] : null, remarkOn(found, inside));
}

/** @param {number} low @param {number} high @param {number} count @returns {number[]} numbers between them, as NumPy spaces them */
function spaced(low, high, count) {
  const step = (high - low) / (count - 1);
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? high : index * step + low));
}

/** @param {Loss} at @returns {{window: Window, s: number[], loss: number[], least: number}} the first window with the lowest sample inside it; least: its index, −1 if there is none */
function lowestOf(at) {
  let found = { window: WINDOWS[0], s: [0], loss: [NaN], least: -1 };
  for (const window of WINDOWS) {
    const s = spaced(...window, SAMPLES);
    const loss = s.map(at);
    const least = loss.reduce((best, one, index) => (Number.isFinite(one) && (best < 0 || one < loss[best]) ? index : best), -1);
    found = { window, s, loss, least };
    if (least < 0 || (0 < least && least < SAMPLES - 1)) break;
  }
  return found;
}

/** @param {Loss} at @param {number[]} s @param {number[]} loss @param {number} least @returns {number} where the loss is lowest between the neighbors of a sample, if it falls and then rises there */
function refined(at, s, loss, least) {
  let [low, high] = [s[least - 1], s[least + 1]];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    const [left, right] = [at(a), at(b)].map((value) => (Number.isFinite(value) ? value : Infinity));
    if (left <= right) high = b;
    if (right <= left) low = a;
  }
  const found = (low + high) / 2;
  return at(found) <= loss[least] ? found : s[least];
}

/** @param {number} found where the line is lowest @param {boolean} inside the window @returns {string} what the step does */
function remarkOn(found, inside) {
  if (!inside) return `The loss still falls ${shortNumber(Math.abs(found), 3)} step lengths ${found > 0 ? "ahead" : "back"} on this line.`;
  if (Math.abs(found - 1) <= NEAR) return "The step lands at the lowest point on this line.";
  if (Math.abs(found) <= NEAR) return "The step begins at the lowest point on this line, so it goes uphill.";
  if (found < 0) return "The lowest point on this line lies in the opposite direction, so the step goes uphill.";
  if (found > 1) return `The step goes ${shortNumber(100 / found, 3)} % of the way to the lowest point on this line.`;
  return `The step goes ${shortNumber(1 / found, 3)} times as far as the lowest point on this line: it overshoots.`;
}

/** @param {number} value @returns {number|null} */
const finite = (value) => (Number.isFinite(value) ? value : null);
