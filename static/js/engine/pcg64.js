/** The generator PCG64 of NumPy, and how a seed becomes its state; the same bits. Pure. */

const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const WORD = (1n << 64n) - 1n;
const TWO_WORDS = (1n << 128n) - 1n;
const [POOL, HASH, OUT] = [4, 0x43b0d7e5, 0x8b51f9dd]; // of numpy.random.SeedSequence: words of the pool, and the first multipliers
const [HASH_FACTOR, MIX_LEFT, MIX_RIGHT, OUT_FACTOR] = [0x931e8875, 0xca01f9dd, 0x4973f715, 0x58f38ded];

export class Pcg64 {
  #state;
  #increment;
  /** @type {number|null} the half of a word that a draw of 32 bits has left */
  #half = null;

  /** @param {bigint} state @param {bigint} increment */
  constructor(state, increment) {
    this.#state = state;
    this.#increment = increment;
  }

  /** @param {number[]} entropy integers from 0 to 2⁵³ @returns {Pcg64} as numpy.random.PCG64 is seeded with them */
  static seeded(entropy) {
    const [high, low, first, second] = wordsOf(entropy);
    const increment = (first << 64n | second) << 1n & TWO_WORDS | 1n;
    const generator = new Pcg64(0n, increment);
    generator.#step();
    generator.#state = generator.#state + (high << 64n | low) & TWO_WORDS;
    generator.#step();
    return generator;
  }

  #step() {
    this.#state = (this.#state * MULTIPLIER + this.#increment) & TWO_WORDS;
  }

  /** @returns {bigint} the next 64 bits */
  next() {
    this.#step();
    const mixed = (this.#state >> 64n ^ this.#state) & WORD;
    const turn = this.#state >> 122n;
    return (mixed >> turn | mixed << 64n - turn) & WORD;
  }

  /** @returns {number} the next of 0 ≤ u < 1, with 53 bits */
  uniform() {
    return Number(this.next() >> 11n) * 2 ** -53;
  }

  /** @returns {number} the next 32 bits, the lower half of a word first */
  #next32() {
    if (this.#half !== null) {
      const half = this.#half;
      this.#half = null;
      return half;
    }
    const word = this.next();
    this.#half = Number(word >> 32n);
    return Number(word & 0xffffffffn);
  }

  /** @param {number} most below 2³¹ @returns {number} the next integer from 0 to it, as numpy.random.Generator.permutation draws it */
  upTo(most) {
    const mask = 2 ** (32 - Math.clz32(most)) - 1;
    for (;;) {
      const found = this.#next32() & mask;
      if (found <= most) return found;
    }
  }
}

/** @param {number} a @param {number} b @returns {number} the lower 32 bits of the product */
const times = (a, b) => Math.imul(a, b) >>> 0;

/** @param {number} value @returns {number} */
const folded = (value) => (value ^ (value >>> 16)) >>> 0;

/** @param {number[]} entropy @returns {[bigint, bigint, bigint, bigint]} what numpy.random.SeedSequence makes of it */
function wordsOf(entropy) {
  const parts = entropy.flatMap((one) => (one < 2 ** 32 ? [one] : [one % 2 ** 32, Math.floor(one / 2 ** 32)]));
  let hash = HASH;
  const hashed = (/** @type {number} */ value) => {
    const mixed = (value ^ hash) >>> 0;
    hash = times(hash, HASH_FACTOR);
    return folded(times(mixed, hash));
  };
  const mixed = (/** @type {number} */ x, /** @type {number} */ y) => folded(times(MIX_LEFT, x) - times(MIX_RIGHT, y) >>> 0);
  const pool = Array.from({ length: POOL }, (_, k) => hashed(parts[k] ?? 0));
  for (let from = 0; from < POOL; from += 1) {
    for (let to = 0; to < POOL; to += 1) if (from !== to) pool[to] = mixed(pool[to], hashed(pool[from]));
  }
  for (const part of parts.slice(POOL)) for (let to = 0; to < POOL; to += 1) pool[to] = mixed(pool[to], hashed(part));
  let out = OUT;
  const halves = Array.from({ length: 8 }, (_, k) => {
    const value = (pool[k % POOL] ^ out) >>> 0;
    out = times(out, OUT_FACTOR);
    return BigInt(folded(times(value, out)));
  });
  const word = (/** @type {number} */ k) => halves[2 * k + 1] << 32n | halves[2 * k];
  return [word(0), word(1), word(2), word(3)];
}
