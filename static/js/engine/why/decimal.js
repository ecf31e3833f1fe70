/**
 * Decimal arithmetic with 40 digits, as far as working out what is printed needs it: the twin of Python's decimal in
 * optimizers/tell/printed.py. What Python refuses, such as a division by zero, is NaN. Pure.
 *
 * @typedef {{n: bigint, e: number}} Finite n · 10ᵉ
 * @typedef {Finite|number} Decimal the number only if it is infinite or NaN
 */

const PRECISION = 40;
const GUARD = 90; // digits of what is computed in between
const LN10 = 2302585092994045684017991454684364207601101488628772976033327900967572609677352480235997205n; // · 10⁻⁹⁰
const ONE = 10n ** BigInt(GUARD);
const WIDEST = 1e6; // the largest exponent of ten

const absolute = (/** @type {bigint} */ n) => (n < 0n ? -n : n);
const digitsOf = (/** @type {bigint} */ n) => absolute(n).toString().length;
/** @param {Decimal} a @returns {number} its sign, or what it is */
const outline = (a) => (typeof a === "number" ? a : a.n > 0n ? 1 : a.n < 0n ? -1 : 0);

/** @param {bigint} n @param {number} e @returns {Finite} rounded to 40 digits, ties to even */
function rounded(n, e) {
  const drop = digitsOf(n) - PRECISION;
  if (drop <= 0) return { n, e };
  const unit = 10n ** BigInt(drop);
  const rest = 2n * absolute(n % unit);
  let kept = n / unit;
  if (rest > unit || (rest === unit && kept % 2n !== 0n)) kept += n < 0n ? -1n : 1n;
  return { n: kept, e: e + drop };
}

/** @param {number} value @returns {Decimal} exactly this number */
export function exactly(value) {
  if (!Number.isFinite(value)) return value;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const power = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & 0xfffffffffffffn) | (power ? 0x10000000000000n : 0n);
  const two = (power || 1) - 1075;
  const signed = value < 0 ? -mantissa : mantissa;
  return two >= 0 ? { n: signed << BigInt(two), e: 0 } : { n: signed * 5n ** BigInt(-two), e: two };
}

/** @param {Decimal} a @returns {number} the nearest float64 */
export const toNumber = (a) => (typeof a === "number" ? a : Number(`${a.n}e${a.e}`));

/** @param {Decimal} a @param {Decimal} b @returns {Decimal} */
export function add(a, b) {
  if (typeof a === "number" || typeof b === "number") return outline(a) + outline(b);
  const [high, low] = a.e > b.e ? [a, b] : [b, a];
  const far = high.e - low.e;
  // What lies beyond all digits only decides how the others are rounded.
  if (high.n !== 0n && far + digitsOf(high.n) > digitsOf(low.n) + 3 * PRECISION) {
    const shift = 2 * PRECISION;
    return rounded(high.n * 10n ** BigInt(shift) + BigInt(outline(low)), high.e - shift);
  }
  if (high.n === 0n) return rounded(low.n, low.e);
  return rounded(high.n * 10n ** BigInt(far) + low.n, low.e);
}

/** @param {Decimal} a @returns {Decimal} */
export const negative = (a) => (typeof a === "number" ? -a : rounded(-a.n, a.e));

/** @param {Decimal} a @param {Decimal} b @returns {Decimal} */
export const subtract = (a, b) => add(a, typeof b === "number" ? -b : { n: -b.n, e: b.e });

/** @param {Decimal} a @param {Decimal} b @returns {Decimal} */
export function multiply(a, b) {
  if (typeof a === "number" || typeof b === "number") return outline(a) * outline(b);
  return rounded(a.n * b.n, a.e + b.e);
}

/** @param {Decimal} a @param {Decimal} b @returns {Decimal} */
export function divide(a, b) {
  if (typeof b === "number" && typeof a !== "number" && !Number.isNaN(b)) return { n: 0n, e: 0 };
  if (typeof a === "number" || typeof b === "number") return outline(a) / outline(b);
  if (b.n === 0n) return NaN;
  const shift = Math.max(0, PRECISION + 2 + digitsOf(b.n) - digitsOf(a.n));
  const over = a.n * 10n ** BigInt(shift);
  const quotient = over / b.n;
  return rounded(sticky(quotient, over !== quotient * b.n, outline(a) * outline(b) < 0), a.e - b.e - shift - 1);
}

/** @param {bigint} n @param {boolean} more whether something follows its digits @param {boolean} below zero @returns {bigint} n with a digit that says so */
const sticky = (n, more, below) => (more ? n * 10n + (below ? -1n : 1n) : n * 10n);

/** @param {Decimal} a @returns {Decimal} */
export function squareRoot(a) {
  if (typeof a === "number") return Math.sqrt(a);
  if (a.n <= 0n) return a.n === 0n ? a : NaN;
  let shift = Math.max(0, 2 * PRECISION + 4 - digitsOf(a.n));
  if ((a.e - shift) % 2) shift += 1;
  const square = a.n * 10n ** BigInt(shift);
  let found = 10n ** BigInt(Math.ceil(digitsOf(square) / 2));
  for (let next = (found + square / found) / 2n; next < found; next = (found + square / found) / 2n) found = next;
  return rounded(sticky(found, found * found !== square, false), (a.e - shift) / 2 - 1);
}

/** @param {Decimal} a @returns {Decimal} */
export const magnitude = (a) => (typeof a === "number" ? Math.abs(a) : rounded(absolute(a.n), a.e));

/** @param {Decimal} a @param {Decimal} b @returns {number} below 0 if a is the smaller one; NaN where they have no order */
export const compare = (a, b) => (a === b ? 0 : outline(subtract(a, b)));

/** @param {Finite} a @returns {bigint} in units of 10⁻⁹⁰ */
const fixed = ({ n, e }) => (e + GUARD >= 0 ? n * 10n ** BigInt(e + GUARD) : n / 10n ** BigInt(-e - GUARD));

/** @param {bigint} x in units of 10⁻⁹⁰, not far from 0 @returns {bigint} e to the power of x */
function raised(x) {
  const halved = x >> 10n;
  let term = ONE;
  let total = ONE;
  for (let k = 1n; term !== 0n && term !== -1n; k += 1n) {
    term = (term * halved) / (k * ONE);
    total += term;
  }
  for (let k = 0; k < 10; k += 1) total = (total * total) / ONE;
  return total;
}

/** @param {Decimal} a @returns {Decimal} */
export function exponential(a) {
  if (typeof a === "number") return a === -Infinity ? { n: 0n, e: 0 } : a;
  const about = toNumber(a) / Math.LN10;
  if (Math.abs(about) > WIDEST) return about > 0 ? NaN : { n: 0n, e: 0 };
  const tens = Math.round(about);
  return rounded(raised(fixed(a) - BigInt(tens) * LN10), tens - GUARD);
}

/** @param {Decimal} a @returns {Decimal} */
export function logarithm(a) {
  if (typeof a === "number") return a > 0 ? a : NaN;
  if (a.n <= 0n) return NaN;
  const tens = digitsOf(a.n) - 1;
  const part = fixed({ n: a.n, e: -tens }); // from 1 to 10
  let found = BigInt(Math.round(Math.log(Number(part) / Number(ONE)) * 1e15)) * 10n ** BigInt(GUARD - 15);
  for (let k = 0; k < 3; k += 1) { // each has three times as many digits
    const power = raised(found);
    found += (2n * (part - power) * ONE) / (part + power);
  }
  return rounded(found + BigInt(a.e + tens) * LN10, -GUARD);
}

/** @param {Decimal} base @param {Decimal} exponent @returns {Decimal} */
export function power(base, exponent) {
  if (typeof base === "number" || typeof exponent === "number") return NaN;
  const whole = toNumber(exponent);
  if (Number.isInteger(whole) && Math.abs(whole) <= 64 && base.n !== 0n) {
    const raisedTo = Array.from({ length: Math.abs(whole) }).reduce((/** @type {bigint} */ product) => product * base.n, 1n);
    const made = { n: raisedTo, e: base.e * Math.abs(whole) };
    return whole < 0 ? divide({ n: 1n, e: 0 }, made) : rounded(made.n, made.e);
  }
  if (base.n === 0n) return whole > 0 ? { n: 0n, e: 0 } : NaN;
  if (base.n < 0n && !Number.isInteger(whole)) return NaN;
  const size = exponential(multiply(exponent, logarithm(magnitude(base))));
  return base.n < 0n && whole % 2 ? negative(size) : size;
}
