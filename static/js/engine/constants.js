/**
 * The constants of a surface with values that the server has not been asked about. Pure.
 *
 * @typedef {import("../base/types.js").Near} Near
 * @typedef {import("../base/types.js").Scaling} Scaling
 * @typedef {import("../base/types.js").SurfaceData} SurfaceData
 * @typedef {import("../base/types.js").Values} Values
 */

import { numberOf } from "./number-of.js";

/** What changes how a model takes its data, and not the data themselves; see optimizers/surfaces/data.py. */
const OF_THE_MODEL = ["scale", "shift", "batch"];

/**
 * @param {import("../base/types.js").Surface} surface
 * @param {Values} values
 * @param {Near|null} near what the server has said of the surface with other values
 * @param {import("../base/types.js").Translated} translated
 * @returns {Float64Array|null} null where only the server knows them
 */
export function constantsOf(surface, values, near, translated) {
  const code = translated.SURFACES[surface.name];
  if (code?.constants) return Float64Array.from(code.constants(code.numbers.map((name) => numberOf(surface, name, values[name]))));
  if (near?.surface !== surface.name) return null;
  if (near.data) return code && hasSame(near.parameters, values, OF_THE_MODEL) ? ofData(withModel(near.data, values)) : null;
  return surface.family && near.parameters[surface.family] === values[surface.family] ? near.bound.q : null; // only the text decides
}

/** @param {Values} values @param {Values} others @param {string[]} except */
const hasSame = (values, others, except) => Object.keys(others).every((name) => except.includes(name) || values[name] === others[name]);

/**
 * @param {SurfaceData} data
 * @param {Values} values
 * @returns {SurfaceData} the same rows, as the model takes them with these values
 */
export function withModel(data, { scale = data.input.scale, shift = data.input.shift, batch = 0 }) {
  const rows = data.pairs.length;
  const size = Number(batch) < rows ? Number(batch) : 0;
  return { ...data, input: { ...data.input, scale: Number(scale), shift: Number(shift) }, batch: size, epoch: size ? Math.ceil(rows / size) : 0 };
}

/** @param {SurfaceData} data @returns {Float64Array} how many numbers there are, then input and target of each row */
function ofData({ pairs, input, target }) {
  return Float64Array.of(2 * pairs.length + 1, ...pairs.flatMap(([x, y]) => [scaled(input, x), scaled(target, y)]));
}

/** @param {Scaling} scaling @param {number} value */
const scaled = ({ mean, deviation, scale, shift }, value) => scale * ((value - mean) / deviation + shift);
