/**
 * Nudges: factors, one unit in the last place from 1, by which copies of a run are moved after every step, to see what rounding
 * decides. They are drawn as the library draws them (optimizers/run/stepping.py), by the generator PCG64 of NumPy.
 */

const UNIT = 2 ** -52;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const WORD = (1n << 64n) - 1n;
const TWO_WORDS = (1n << 128n) - 1n;
const ROWS = 512; // at first; then twice as many, and so on

class Copy {
  #state;
  #increment;
  #rows = new Float64Array(0);

  /** @param {[string, string]} seeded state and increment of the generator, as hexadecimal numbers */
  constructor([state, increment]) {
    this.#state = BigInt(state);
    this.#increment = BigInt(increment);
  }

  /** @param {number} count @returns {Float64Array} two factors for each of at least so many rows */
  rows(count) {
    const known = this.#rows.length / 2;
    if (known >= count) return this.#rows;
    const rows = new Float64Array(2 * Math.max(count, 2 * known, ROWS));
    rows.set(this.#rows);
    for (let at = this.#rows.length; at < rows.length; at += 2) {
      const word = this.#draw();
      rows[at] = 1 + (word >> 31n & 1n ? UNIT : -UNIT); // a draw takes the first bit of half a word, the lower half first
      rows[at + 1] = 1 + (word >> 63n ? UNIT : -UNIT);
    }
    this.#rows = rows;
    return rows;
  }

  /** @returns {bigint} the next 64 bits */
  #draw() {
    this.#state = (this.#state * MULTIPLIER + this.#increment) & TWO_WORDS;
    const mixed = (this.#state >> 64n ^ this.#state) & WORD;
    const turn = this.#state >> 122n;
    return (mixed >> turn | mixed << 64n - turn) & WORD;
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
