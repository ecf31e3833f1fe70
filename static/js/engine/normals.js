/**
 * Draws from the standard normal distribution, with the bits of numpy.random.Generator.standard_normal: the ziggurat of Marsaglia and
 * Tsang (2000) with 256 layers. Pure.
 *
 * @typedef {Pick<import("../base/types.js").Translated, "ELEMENTARY"|"NORMALS">} Functions
 * @typedef {{x: Float64Array, wide: Float64Array, quick: Float64Array, high: Float64Array}} Tables of each layer: where it ends; x per unit of a
 *   draw of 52 bits; below how many units nothing else must be looked at; the height of the curve where it ends
 * @typedef {{seed: number, values: number[]}} Tails draws of a seed that lie in the tails, as NumPy has made them, in their order from the first one
 */

import { Pcg64 } from "./pcg64.js";

const LAYERS = 256;
const TAIL = 3.6541528853610088; // where the tail begins
const PER_TAIL = 0.27366123732975828; // 1 / TAIL, as NumPy writes it
const AREA = 0.004928673233974652; // of each layer
const UNITS = 2 ** 52;
/** Where NumPy's table of heights differs from ours, by how much: the exponential function rounds otherwise there. */
const HEIGHTS = [[38, 2 ** -53], [111, 2 ** -54], [119, -(2 ** -54)]];
const ROUNDING = 5e-16; // relative, of the polynomial in the logarithm
const NEIGHBORS = 2 ** -52; // relative: as far as the next number, or the one after it

/** @param {import("../base/types.js").Elementary} elementary @returns {Tables} */
export function tablesOf({ exp, log }) {
  const [x, wide, quick, high] = Array.from({ length: 4 }, () => new Float64Array(LAYERS));
  const put = (/** @type {number} */ k, /** @type {number} */ end) => {
    x[k] = end;
    high[k] = exp(-0.5 * end * end) + (HEIGHTS.find(([at]) => at === k)?.[1] ?? 0);
  };
  const last = LAYERS - 1;
  put(last, TAIL);
  for (let k = last - 1; k > 0; k -= 1) put(k, Math.sqrt(-2 * log(AREA / x[k + 1] + high[k + 1])));
  x[0] = AREA / high[last]; // the lowest layer and the tail, as a rectangle
  high[0] = 1;
  for (let k = 0; k < LAYERS; k += 1) {
    wide[k] = x[k] / UNITS;
    quick[k] = k === 1 ? 0 : rounded((k === 0 ? TAIL / x[0] : x[k - 1] / x[k]) * UNITS);
  }
  return { x, wide, quick, high };
}

/** @param {number} value @returns {number} the nearest integer, the even one of two */
const rounded = (value) => {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2) ? below + 1 : below;
};

export class Normals {
  #generator;
  #functions;
  #tables;
  /** @type {number[]} */
  #tails;
  #met = 0; // of these
  #drawn = new Float64Array(0);

  /** @param {number} seed @param {Functions} functions @param {Tables} tables */
  constructor(seed, functions, tables) {
    this.#generator = Pcg64.seeded([seed]);
    this.#functions = functions;
    this.#tables = tables;
    const { tails } = functions.NORMALS;
    this.#tails = tails?.seed === seed ? tails.values : [];
  }

  /** @param {number} count @returns {Float64Array} at least so many draws; NaN is one that only NumPy itself can make */
  first(count) {
    const known = this.#drawn.length;
    if (known >= count) return this.#drawn;
    const drawn = new Float64Array(Math.max(count, 2 * known));
    drawn.set(this.#drawn);
    for (let k = known; k < drawn.length; k += 1) drawn[k] = this.#draw();
    this.#drawn = drawn;
    return drawn;
  }

  #draw() {
    const { wide, quick, high } = this.#tables;
    const generator = this.#generator;
    for (;;) {
      const word = generator.next();
      const [low, top] = [Number(word & 0xffffffffn), Number(word >> 32n)];
      const layer = low & 0xff;
      const units = (top & 0x1fffffff) * 2 ** 23 + (low >>> 9);
      const size = units * wide[layer];
      const isNegative = low & 0x100;
      if (units < quick[layer]) return isNegative ? -size : size;
      if (layer === 0) return this.#tail(low & 0x20000 ? -1 : 1);
      const y = (high[layer - 1] - high[layer]) * generator.uniform() + high[layer];
      const curve = this.#functions.ELEMENTARY.exp(-0.5 * size * size);
      if (Math.abs(y - curve) <= 4 * NEIGHBORS * curve) return NaN; // the C library's function may lie on the other side
      if (y < curve) return isNegative ? -size : size;
    }
  }

  /** @param {number} sign @returns {number} NaN if rounding decides it, and the tails are not known */
  #tail(sign) {
    const known = this.#tails[this.#met];
    const { NORMALS: { log1p, alike } } = this.#functions;
    for (;;) {
      const [u, v] = [-this.#generator.uniform(), -this.#generator.uniform()];
      const ends = (/** @type {number} */ z, /** @type {number} */ side) =>
        (alike ? log1p(z, side * ROUNDING) : log1p(z, 0) * (1 + side * NEIGHBORS));
      const beyond = [-PER_TAIL * ends(u, -1), -PER_TAIL * ends(u, 1)];
      const height = -2 * log1p(v, 0);
      const isIn = beyond.map((x) => height > x * x * (1 + 8 * NEIGHBORS));
      const isSure = isIn[0] === isIn[1] && isIn[0] === height > beyond[0] * beyond[0] * (1 - 8 * NEIGHBORS);
      const [one, other] = beyond.map((x) => sign * (TAIL + x));
      if (!isSure && known === undefined) return NaN;
      if (isSure ? !isIn[0] : known < Math.min(one, other) || known > Math.max(one, other)) continue;
      this.#met += 1;
      return one === other ? one : known ?? NaN;
    }
  }
}
