/**
 * Lines of numbers, each with as many digits as a reader needs to compute its result from what is printed: the twin of
 * optimizers/tell/printed.py. Pure.
 *
 * @typedef {import("./nodes.js").Node} Node
 * @typedef {import("./decimal.js").Decimal} Decimal
 * @typedef {{symbol: string, expression: string, value: number, note: string}} Line
 */

import { add, compare, divide, exactly, exponential, logarithm, magnitude, multiply, negative, power, squareRoot, subtract, toNumber } from "./decimal.js";
import { decimal, DIGITS, figuresOf, MOST_DIGITS } from "./digits.js";
import { latex } from "./latex.js";
import { kindOf, partsOf } from "./nodes.js";

/** Because four digits would print a decay such as 0.99995 as 1. */
export const PARAMETER_DIGITS = 6;
const ENOUGH = 1e-3; // relative: the allowed difference between a result computed from what is printed, and the value

/** The numbers in expressions, by names, each with as many digits as it needs. */
export class Numbers {
  /** @type {Map<string, [number, number]>} */
  #known = new Map();

  /**
   * @param {number} value
   * @param {number} [least] digits
   * @param {string} [key] the same key gives the same name
   * @returns {string} a name for a number
   */
  name(value, least = DIGITS, key = "") {
    const name = `#${key || `${this.#known.size}+`}`;
    this.#known.set(name, [value, least]);
    return name;
  }

  /** @param {string} name @returns {[number, number]} the number that has a name, and its digits at the least */
  of(name) {
    return /** @type {[number, number]} */ (this.#known.get(name));
  }

  /**
   * @param {string} symbol
   * @param {Node} expression
   * @param {number} value
   * @param {() => string} note a remark if there is nothing to compute: the expression is 0, or 0/0, which means 0 here
   * @returns {Line} with the fewest digits that lead to the value
   */
  line(symbol, expression, value, note) {
    if (expression === 0 || (value === 0 && Number.isNaN(this.#workedOut(expression, MOST_DIGITS)))) return { symbol, expression: "", value, note: note() };
    let digits = DIGITS;
    while (digits < MOST_DIGITS && !this.#leads(expression, digits, value)) digits += 1;
    const text = latex(expression, (name) => this.of(name), digits);
    return { symbol, expression: text === decimal(value) ? "" : text, value, note: "" };
  }

  /** @param {Node} expression @param {number} digits @param {number} value @returns {boolean} whether a reader who works out what is printed comes to it */
  #leads(expression, digits, value) {
    return Math.abs(this.#workedOut(expression, digits) - value) <= ENOUGH * Math.abs(value) || !Number.isFinite(value);
  }

  /** @param {Node} expression @param {number} digits */
  #workedOut(expression, digits) {
    return workedOut(expression, (name) => {
      const [value, least] = this.of(name);
      return printed(value, Math.max(digits, least));
    }, digits);
  }
}

/** @param {Line} line @returns {string} the whole line */
export const lineText = ({ symbol, expression, value }) => [symbol, expression, decimal(value)].filter(Boolean).join(" = ");

/**
 * @param {Node} expression
 * @param {(name: string) => Decimal} number
 * @param {number} [digits] of the numbers that are written in it
 * @returns {number} its value, given its numbers; NaN where it divides zero by zero, or has none
 */
export function workedOut(expression, number, digits = MOST_DIGITS) {
  const value = (/** @type {Node} */ node) => {
    if (typeof node === "number") return printed(node, digits);
    if (typeof node === "string") return number(node);
    const kind = kindOf(node);
    const [a, b] = /** @type {Decimal[]} */ (partsOf(node).map(value));
    return (kind === "call" ? FUNCTIONS[String(/** @type {Node[]} */ (node)[1])] : OPERATORS[kind])(a, b);
  };
  return toNumber(value(expression));
}

/** @param {number} value @param {number} digits @returns {Decimal} what is printed of it */
function printed(value, digits) {
  if (!Number.isFinite(value)) return value;
  const { sign, figures, exponent } = figuresOf(value, digits);
  return { n: BigInt(sign + figures), e: exponent - figures.length + 1 };
}

/** @type {Object<string, (a: Decimal, b: Decimal) => Decimal>} */
const OPERATORS = { "+": add, "-": subtract, "*": multiply, "/": divide, negative, positive: (a) => a };

/** @param {(value: number) => number} apply @returns {(a: Decimal) => Decimal} */
const byNumber = (apply) => (a) => exactly(apply(toNumber(a)));

/** @type {Object<string, (a: Decimal, b: Decimal) => Decimal>} */
const FUNCTIONS = {
  sqrt: squareRoot,
  abs: magnitude,
  min: (a, b) => chosen(a, b, compare(b, a)),
  max: (a, b) => chosen(a, b, compare(a, b)),
  floor: byNumber(Math.floor),
  int: byNumber(Math.trunc),
  float: (a) => a,
  exp: exponential,
  log: logarithm,
  pow: power,
  power,
  sign: byNumber((value) => Math.sign(value) + 0),
  sin: byNumber(Math.sin),
  cos: byNumber(Math.cos),
  tan: byNumber(Math.tan),
  tanh: byNumber(Math.tanh),
};

/** @param {Decimal} a @param {Decimal} b @param {number} order below 0 for b @returns {Decimal} NaN where they have no order */
const chosen = (a, b, order) => (Number.isNaN(order) ? NaN : order < 0 ? b : a);
