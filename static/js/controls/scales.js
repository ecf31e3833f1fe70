/**
 * Converts between a value and its position on a slider. Learning rates have a logarithmic scale and decay rates the scale
 * −log10(1 − β), because a linear one would hide 0.9 to 0.999.
 *
 * @typedef {import("../base/types.js").Parameter} Parameter
 */

export const STEPS = 1000;

/** @type {Object<string, {to: (v: number) => number, from: (s: number) => number}>} */
const SCALES = {
  linear: { to: (v) => v, from: (s) => s },
  log: { to: Math.log10, from: (s) => 10 ** s },
  decay: { to: (v) => -Math.log10(1 - v), from: (s) => 1 - 10 ** -s },
};

/**
 * @param {Parameter} parameter
 * @param {number} value
 * @returns {number} the position of value, 0 to STEPS; the nearest end for a value beyond the slider
 */
export function toSlider(parameter, value) {
  const { to } = SCALES[parameter.scale];
  const [low, high] = parameter.slider.map(to);
  const position = Math.round(((to(value) - low) / (high - low)) * STEPS);
  return Math.min(Math.max(Number.isNaN(position) ? 0 : position, 0), STEPS);
}

/**
 * @param {Parameter} parameter
 * @param {number} position 0 to STEPS
 * @returns {number} the value at that position, rounded to what one step of the slider can distinguish
 */
export function fromSlider(parameter, position) {
  if (position === 0 || position === STEPS) return parameter.slider[position / STEPS]; // the ends are exact
  const { to, from } = SCALES[parameter.scale];
  const [low, high] = parameter.slider.map(to);
  const value = from(low + ((high - low) * position) / STEPS);
  return Math.min(Math.max(round(parameter, value), parameter.slider[0]), parameter.slider[1]);
}

/**
 * @param {Parameter} parameter
 * @param {number} value
 */
function round(parameter, value) {
  if (parameter.whole) return Math.round(Number(value.toPrecision(2)));
  if (parameter.scale === "log") return Number(value.toPrecision(3));
  if (parameter.scale === "decay") return Number((1 - Number((1 - value).toPrecision(2))).toPrecision(12));
  const span = parameter.slider[1] - parameter.slider[0];
  return Number(value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(span)))));
}
