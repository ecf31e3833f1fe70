/**
 * Writes an expression more simply, as a reader would at a glance: the twin of optimizers/form/simplify.py. Pure.
 *
 * @typedef {import("./nodes.js").Node} Node
 * @typedef {(node: Node) => boolean} Positive whether a part is above zero
 */

import { kindOf, partsOf, same } from "./nodes.js";

/** @param {Node} node @param {Positive} positive @returns {Node} */
export function simplified(node, positive) {
  const kind = kindOf(node);
  if (!kind) return node;
  const parts = partsOf(node).map((part) => simplified(part, positive));
  if (kind === "negative" || kind === "positive") return signed(kind, parts[0]);
  if (kind === "*") return product(parts[0], parts[1]);
  if (kind === "/") return quotient(parts[0], parts[1]);
  if (kind !== "call") return sum(kind, parts[0], parts[1]);
  const name = /** @type {Node[]} */ (node)[1];
  if (name === "float") return parts[0];
  if ((name === "pow" || name === "power") && parts[1] === 2) return product(parts[0], parts[0]);
  return name === "sqrt" ? root(parts[0], positive) : ["call", name, ...parts];
}

/** @param {string} sign @param {Node} operand @returns {Node} */
function signed(sign, operand) {
  if (sign === "positive" || operand === 0) return operand;
  return isSigned(operand) ? partsOf(operand)[0] : ["negative", operand];
}

/** @param {string} operator @param {Node} a @param {Node} b @returns {Node} */
function sum(operator, a, b) {
  if (b === 0) return a;
  if (a === 0) return operator === "+" ? b : signed("negative", b);
  if (operator === "-" && same(a, b)) return 0;
  if (divisor(a) !== null && same(divisor(a), divisor(b))) return quotient(sum(operator, partsOf(a)[0], partsOf(b)[0]), divisor(a));
  if (operator === "-" && kindOf(a) === "*") {
    const [left, right] = partsOf(a);
    const shortened = kindOf(right) === "-" && partsOf(right)[0] === 1; // 1 − c
    if (same(left, b) && shortened) return signed("negative", product(partsOf(right)[1], b));
  }
  if (isSigned(b)) return [operator === "+" ? "-" : "+", a, partsOf(b)[0]];
  return [operator, a, b];
}

/** @param {Node} a @param {Node} b @returns {Node} */
function product(a, b) {
  if (a === 0 || b === 0) return 0;
  if (a === 1) return b;
  if (b === 1) return a;
  if (same(a, b)) {
    if (isCall(a, "sqrt")) return partsOf(a)[0];
    if (isCall(a, "abs")) return product(partsOf(a)[0], partsOf(a)[0]);
    if (kindOf(a) === "/") {
      const [over, under] = partsOf(a);
      return quotient(product(over, over), product(under, under));
    }
  }
  return ["*", a, b];
}

/** @param {Node} a @param {Node} b @returns {Node} */
function quotient(a, b) {
  if (b === 1 || a === 0) return a;
  if (isCall(a, "sqrt") && isCall(b, "sqrt")) return ["call", "sqrt", quotient(partsOf(a)[0], partsOf(b)[0])];
  const shared = divisor(b);
  if (shared !== null) {
    if (same(divisor(a), shared)) return quotient(partsOf(a)[0], partsOf(b)[0]);
    if (kindOf(a) === "*" && same(divisor(partsOf(a)[1]), shared)) return ["*", partsOf(a)[0], quotient(partsOf(a)[1], b)];
  }
  return ["/", a, b];
}

/** @param {Node} inner @param {Positive} positive @returns {Node} √(a / c²) is √a / c where c is above zero */
function root(inner, positive) {
  if (kindOf(inner) === "/") {
    const [over, under] = partsOf(inner);
    const [base, again] = partsOf(under);
    if (kindOf(under) === "*" && same(base, again) && positive(base)) return quotient(root(over, positive), base);
  }
  return ["call", "sqrt", inner];
}

/** @param {Node} node @returns {Node} what it is divided by, null if it is no fraction */
const divisor = (node) => (kindOf(node) === "/" ? partsOf(node)[1] : null);

/** @param {Node} node @param {string} name @returns {boolean} */
const isCall = (node, name) => kindOf(node) === "call" && /** @type {Node[]} */ (node)[1] === name;

/** @param {Node} node @returns {boolean} */
const isSigned = (node) => kindOf(node) === "negative" || kindOf(node) === "positive";
