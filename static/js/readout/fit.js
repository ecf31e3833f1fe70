/**
 * What a model on data predicts, from its two weights: the surface's x and y. Pure.
 *
 * @typedef {import("../base/types.js").SurfaceData} SurfaceData
 */

/** @type {Record<SurfaceData["link"], (a: number) => number>} */
const LINKS = {
  identity: (a) => a,
  logistic: (a) => 1 / (1 + Math.exp(-a)),
  tanh: Math.tanh,
};
const ROOM = 0.06; // of the range of a column, beside its least and its largest number

/**
 * @param {SurfaceData} data
 * @param {number} x of the surface
 * @param {number} y of the surface
 * @returns {(input: number) => number} the prediction for a number of the first column, as a number of the second
 */
export function prediction({ link, roles, input, target }, x, y) {
  const weights = { slope: 1, offset: 0, factor: 1, [roles[0]]: x, [roles[1]]: y };
  return (value) => {
    const u = input.scale * ((value - input.mean) / input.deviation + input.shift);
    const found = weights.factor * LINKS[link](weights.slope * u + weights.offset);
    return target.mean + target.deviation * (found / target.scale - target.shift);
  };
}

/**
 * @param {SurfaceData} data
 * @param {0|1} column
 * @returns {[number, number]} the range of its numbers, and a little more
 */
export function range({ pairs }, column) {
  const values = pairs.map((pair) => pair[column]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = ROOM * (high - low || 1);
  return [low - room, high + room];
}

/**
 * @param {SurfaceData} data
 * @param {number} step
 * @returns {string} which epoch a step belongs to; empty without minibatches
 */
export function epochText({ epoch, batch, pairs }, step) {
  if (!epoch) return "";
  const at = Math.max(step, 1) - 1;
  return `Epoch ${Math.floor(at / epoch) + 1}, minibatch ${(at % epoch) + 1} of ${epoch}: ${batch} of ${pairs.length} rows a step`;
}

/**
 * @param {number} epoch steps in an epoch, 0 without minibatches
 * @param {number} steps of the run
 * @param {number} most marks that there is room for
 * @returns {number[]} the steps after which an epoch ends; none where they would lie too close
 */
export function epochMarks(epoch, steps, most) {
  const count = epoch ? Math.floor(steps / epoch) : 0;
  return count > most ? [] : Array.from({ length: count }, (_, k) => epoch * (k + 1));
}
