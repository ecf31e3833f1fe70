/**
 * Nudges: factors, one unit in the last place from 1, by which copies of a run are moved after every step, to see what rounding
 * decides. They are drawn as the library draws them (optimizers/run/stepping.py), by the generator PCG64 of NumPy.
 */

import { Pcg64 } from "./pcg64.js";

const UNIT = 2 ** -52;
const ROWS = 512; // at first; then twice as many, and so on

class Copy {
  #generator;
  #rows = new Float64Array(0);

  /** @param {[string, string]} seeded state and increment of the generator, as hexadecimal numbers */
  constructor([state, increment]) {
    this.#generator = new Pcg64(BigInt(state), BigInt(increment));
  }

  /** @param {number} count @returns {Float64Array} two factors for each of at least so many rows */
  rows(count) {
    const known = this.#rows.length / 2;
    if (known >= count) return this.#rows;
    const rows = new Float64Array(2 * Math.max(count, 2 * known, ROWS));
    rows.set(this.#rows);
    for (let at = this.#rows.length; at < rows.length; at += 2) {
      const word = this.#generator.next();
      rows[at] = 1 + (word >> 31n & 1n ? UNIT : -UNIT); // a draw takes the first bit of half a word, the lower half first
      rows[at + 1] = 1 + (word >> 63n ? UNIT : -UNIT);
    }
    this.#rows = rows;
    return rows;
  }
}

/**
 * @param {[string, string][]} seeds state and increment of the generator of each copy
 * @returns {(count: number) => Float64Array[]} for so many rows, or more, the factors of each copy
 */
export function nudgesOf(seeds) {
  const copies = seeds.map((seed) => new Copy(seed));
  return (count) => copies.map((copy) => copy.rows(count));
}
