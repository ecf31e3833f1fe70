/**
 * Writes expressions in LaTeX with numbers put in: the twin of optimizers/form/write_latex.py, for what is derived. Pure.
 *
 * @typedef {import("./nodes.js").Node} Node
 * @typedef {{text: string, strength: number, symbolic: boolean}} Piece
 */

import { decimal } from "./digits.js";
import { kindOf, partsOf, same } from "./nodes.js";

/** How strongly a piece holds together: one that is weaker than its surroundings is put in parentheses. */
const [SUM, SIGNED, PRODUCT, POWER, ATOM] = [0, 1, 2, 3, 4];

const CALLED = /** @type {Object<string, [string, string]>} */ ({
  sqrt: ["\\sqrt{", "}"], floor: ["\\left\\lfloor ", " \\right\\rfloor"], abs: ["\\left| ", " \\right|"], exp: ["e^{", "}"],
});
const NAMED = /** @type {Object<string, string>} */ ({
  min: "\\min", max: "\\max", sin: "\\sin", cos: "\\cos", tan: "\\tan", tanh: "\\tanh", log: "\\ln", sign: "\\mathrm{sign}",
});
const TALL = ["\\frac", "\\sqrt", "\\begin"];
const APART = /^(?:[\d-]|\\frac\{\d)/; // what would be read as one number with the number before it

/**
 * @param {Node} node
 * @param {(name: string) => [number, number]} number what stands for a name, and the digits that it needs at the least
 * @param {number} digits of each number, at the least
 * @returns {string}
 */
export const latex = (node, number, digits) => new Writer(number, digits).piece(node).text;

class Writer {
  /** @param {(name: string) => [number, number]} leaf @param {number} digits */
  constructor(leaf, digits) {
    this.leaf = leaf;
    this.digits = digits;
  }

  /** @param {Node} node @returns {Piece} */
  piece(node) {
    if (typeof node === "number") return this.number(node, 0);
    if (typeof node === "string") return this.number(...this.leaf(node));
    const [first, second] = partsOf(node);
    switch (kindOf(node)) {
      case "positive": return this.piece(first);
      case "negative": {
        const inner = this.piece(first);
        return { text: `-${atLeast(PRODUCT, inner)}`, strength: SIGNED, symbolic: inner.symbolic };
      }
      case "*": return this.product(node);
      case "/": {
        const [over, under] = [this.piece(first), this.piece(second)];
        return { text: `\\frac{${over.text}}{${under.text}}`, strength: PRODUCT, symbolic: over.symbolic || under.symbolic };
      }
      case "call": return this.call(String(/** @type {Node[]} */ (node)[1]), partsOf(node));
      default: {
        const [left, right] = [this.piece(first), this.piece(second)];
        return { text: `${left.text} ${kindOf(node)} ${atLeast(PRODUCT, right)}`, strength: SUM, symbolic: left.symbolic || right.symbolic };
      }
    }
  }

  /** @param {number} value @param {number} least @returns {Piece} */
  number(value, least) {
    const text = decimal(value, Math.max(this.digits, least));
    return { text, strength: text.startsWith("-") ? SIGNED : text.includes("^") ? PRODUCT : ATOM, symbolic: false };
  }

  /** @param {Node} node @returns {Piece} a product, equal factors side by side as a power */
  product(node) {
    /** @type {[Node, number][]} */
    const factors = [];
    for (const factor of factorsOf(node)) {
      const last = factors[factors.length - 1];
      if (last && same(last[0], factor)) last[1] += 1;
      else factors.push([factor, 1]);
    }
    const pieces = factors.map(([factor, times]) => (times === 1 ? this.piece(factor) : this.power(factor, String(times))));
    return pieces.reduce((total, piece) => {
      const text = atLeast(PRODUCT, piece);
      const apart = !(total.symbolic || piece.symbolic) || APART.test(text);
      return {
        text: `${atLeast(SIGNED, total)}${apart ? " \\cdot " : " "}${text}`,
        strength: total.strength === SIGNED ? SIGNED : PRODUCT,
        symbolic: total.symbolic || piece.symbolic,
      };
    });
  }

  /** @param {Node} base @param {string} exponent @returns {Piece} */
  power(base, exponent) {
    const piece = this.piece(base);
    return { text: `${atLeast(ATOM, piece)}^${exponent.length === 1 ? exponent : `{${exponent}}`}`, strength: POWER, symbolic: piece.symbolic };
  }

  /** @param {string} name @param {Node[]} given @returns {Piece} */
  call(name, given) {
    if (name === "pow" || name === "power") return this.power(given[0], this.piece(given[1]).text);
    const pieces = given.map((one) => this.piece(one));
    if (name === "float") return pieces[0];
    const symbolic = pieces.some((piece) => piece.symbolic);
    const inside = pieces.map(({ text }) => text).join(", ");
    if (CALLED[name]) return { text: CALLED[name].join(inside), strength: name === "exp" ? POWER : ATOM, symbolic };
    return { text: `${NAMED[name] ?? `\\mathrm{${name}}`}${bracketed(inside)}`, strength: POWER, symbolic };
  }
}

/** @param {number} strength @param {Piece} piece @returns {string} */
const atLeast = (strength, piece) => (piece.strength >= strength ? piece.text : bracketed(piece.text));

/** @param {string} text @returns {string} */
const bracketed = (text) => (TALL.some((word) => text.includes(word)) ? `\\left(${text}\\right)` : `(${text})`);

/** @param {Node} node @returns {Node[]} */
const factorsOf = (node) => (kindOf(node) === "*" ? partsOf(node).flatMap(factorsOf) : [node]);
