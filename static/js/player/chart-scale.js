/**
 * The vertical scale of the timeline's chart. Above a known minimum f* it is log10(f − f*); without one, where f may be
 * negative, it is logarithmic on both sides of 0.
 *
 * @typedef {import("../base/types.js").LossScale} LossScale
 */

import { ticks } from "../plot/geometry.js";
import { isSound, shortNumber } from "../base/numbers.js";

const DECADES = 16; // more than float64 can resolve
const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/**
 * @param {{loss: ArrayLike<number>, length: number}[]} runs
 * @param {number|null} floor f*
 * @returns {LossScale}
 */
export function lossScale(runs, floor) {
  const ranges = runs.map((run) => range(run.loss, run.length, floor)).filter(([least]) => least < Infinity);
  const least = Math.min(...ranges.map(([low]) => low));
  const most = Math.max(...ranges.map(([, high]) => high));
  if (!ranges.length) return floor === null ? symmetric(0, 0) : logarithmic(1, 1, 1, floor);
  if (floor === null) return symmetric(least, most);
  const begun = Math.max(...runs.map(({ loss }) => (Number.isNaN(loss[0]) ? loss[1] : loss[0]) - floor).filter(isSound)); // NaN: the quantity has no value at step 0
  return logarithmic(least, most, begun > 0 ? begun : most, floor);
}

/**
 * @param {{loss: ArrayLike<number>, length: number}[]} runs
 * @returns {LossScale} from 0, or from the lowest value if that is negative
 */
export function linearScale(runs) {
  const known = runs.map((run) => range(run.loss, run.length, null)).filter(([least]) => least < Infinity);
  const low = Math.min(0, ...known.map(([least]) => least));
  const high = Math.max(0, ...known.map(([, most]) => most)) || 1;
  return { low, high, of: (value) => value, ticks: ticks([low, high], 4).map((value) => ({ value, text: shortNumber(value, 3) })) };
}

/** @type {WeakMap<object, {floor: number|null, length: number, range: [number, number]}>} */
const ranges = new WeakMap();

/**
 * @param {ArrayLike<number>} loss
 * @param {number} length
 * @param {number|null} floor
 * @returns {[number, number]} the smallest and largest value drawn; cached, because most runs stay the same while one changes
 */
function range(loss, length, floor) {
  const known = ranges.get(loss);
  if (known && known.floor === floor && known.length === length) return known.range;
  let [least, most] = [Infinity, -Infinity];
  for (let k = 0; k < length; k++) {
    if (!isSound(loss[k])) continue;
    const value = floor === null ? loss[k] : loss[k] - floor;
    if (floor !== null && value <= 0) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  ranges.set(loss, { floor, length, range: [least, most] });
  return [least, most];
}

/**
 * @param {number} least
 * @param {number} most
 * @param {number} begun the highest start: the decades are counted down from it, so that a run which explodes does not push the
 *   others off the chart
 * @param {number} floor
 * @returns {LossScale}
 */
function logarithmic(least, most, begun, floor) {
  const high = Math.ceil(Math.log10(most)) || 0;
  const low = Math.max(Math.min(Math.floor(Math.log10(least)), high - 1), Math.ceil(Math.log10(begun)) - DECADES);
  const every = Math.ceil((high - low) / 5);
  const labelled = [];
  for (let decade = high; decade >= low; decade -= every) {
    labelled.push({ value: decade, text: `10${[...String(decade)].map((c) => SUPERSCRIPT[/** @type {"0"} */ (c)]).join("")}` });
  }
  return { low, high, of: (loss) => (loss > floor ? Math.max(Math.log10(loss - floor), low - 1) : low - 1), ticks: labelled };
}

/**
 * Linear near 0 and logarithmic far away, on both sides: a run that falls without end stays readable.
 * @param {number} least
 * @param {number} most
 * @returns {LossScale}
 */
function symmetric(least, most) {
  const of = (/** @type {number} */ loss) => Math.sign(loss) * Math.log10(1 + Math.abs(loss));
  let [low, high] = [of(least), of(most)];
  if (low === high) [low, high] = [low - 1, high + 1]; // also where two losses are too close to distinguish
  const labelled = ticks([low, high], 4).map((value) => {
    const loss = Math.sign(value) * (10 ** Math.abs(value) - 1);
    return { value, text: shortNumber(loss) };
  });
  return { low, high, of, ticks: labelled };
}
