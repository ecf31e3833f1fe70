/**
 * How numbers were computed: a function is run on numbers that remember what they were computed from. Twin of
 * optimizers/form/derive.py. Pure.
 *
 * @typedef {import("./nodes.js").Form} Form
 * @typedef {import("./nodes.js").Node} Node
 * @typedef {import("../../base/types.js").Elementary} Elementary
 * @typedef {{number: number, node: Node}} Known a number and how it was computed
 * @typedef {import("./interpret.js").Held<Known>} Held
 * @typedef {{value: number, name: string, indices: number[], origin: Node, inside: boolean, turn: number|null}} Cell
 *   a number that has a name. origin: how it was computed from the cells before it, null of an argument. inside: whether a helper has
 *   given it to one of its own variables. turn: the count of the outermost loop over a vector around the assignment.
 * @typedef {{cells: Cell[], after: (name: string) => number[][]}} Derivation
 *   after: which cell each element of an array is at the end, a row for a vector
 */

import { BINARY, Interpreter, Row } from "./interpret.js";
import { kindOf, partsOf, same, substituted } from "./nodes.js";

/** Functions that mathematics knows, whose calls are written as they are. */
const NOTATIONS = new Set(["sqrt", "floor", "abs", "float", "exp", "min", "max", "sin", "cos", "tan", "tanh", "log", "sign", "pow", "power"]);

/**
 * @param {Form} form
 * @param {(number|ArrayLike<number>|ArrayLike<number>[])[]} given numbers, vectors and matrices, which stay as they are
 * @param {Elementary} elementary
 * @returns {Derivation}
 */
export function derive(form, given, elementary) {
  /** @type {Cell[]} */
  const cells = [];
  const values = given.map((value, index) => known(cells, form.arguments[index], value));
  new Deriving(form, elementary, false, cells).result(values);
  return {
    cells,
    after(name) {
      const array = values[form.arguments.indexOf(name)];
      const rows = Array.isArray(array) ? array : [/** @type {Row<Known>} */ (array)];
      return rows.map(({ elements }) => elements.map(({ node }) => Number(node)));
    },
  };
}

/**
 * @param {Cell[]} cells
 * @param {string} name
 * @param {number|ArrayLike<number>|ArrayLike<number>[]} value
 * @returns {Held} an argument with a cell for each of its numbers
 */
function known(cells, name, value) {
  const one = (/** @type {number} */ number, /** @type {number[]} */ indices) => {
    cells.push({ value: number, name, indices, origin: null, inside: false, turn: null });
    return { number, node: String(cells.length - 1) };
  };
  const row = (/** @type {ArrayLike<number>} */ numbers, /** @type {number[]} */ indices) =>
    new Row(name, indices, Array.from(numbers, (number, index) => one(number, [...indices, index])));
  if (typeof value === "number") return one(value, []);
  if (Array.isArray(value) && value.every((part) => typeof part !== "number")) return value.map((part, index) => row(part, [index]));
  return row(/** @type {ArrayLike<number>} */ (value), []);
}

/** Runs a function on known numbers, and writes down the cells. @extends {Interpreter<Known>} */
class Deriving extends Interpreter {
  /** @param {Form} form @param {Elementary} elementary @param {boolean} inside @param {Cell[]} cells */
  constructor(form, elementary, inside, cells) {
    super(form, elementary);
    this.inside = inside;
    this.cells = cells;
    this.counter = ""; // of the outermost loop over a vector
  }

  /** @override @param {Node[]} node */
  loop(node) {
    const [, name, , stop] = node;
    if (this.counter || kindOf(stop) !== "call" || /** @type {Node[]} */ (stop)[1] !== "len") return super.loop(node);
    this.counter = String(name);
    const end = super.loop(node);
    this.counter = "";
    return end;
  }

  /** @override @param {Node} target @param {Known|boolean} value */
  set(target, value) {
    if (typeof target === "string") this.scope.set(target, this.named(target, [], value, this.inside));
    else {
      const [row, last] = this.element(target);
      row.elements[last] = /** @type {Known} */ (this.named(row.name, [...row.indices, last], value, false));
    }
  }

  /** @param {string} name @param {number[]} indices @param {Known|boolean} value @param {boolean} inside @returns {Known|boolean} */
  named(name, indices, value, inside) {
    if (typeof value === "boolean") return value;
    const turn = this.counter ? Number(this.scope.get(this.counter)) : null;
    this.cells.push({ value: value.number, name, indices, origin: value.node, inside, turn });
    return { number: value.number, node: String(this.cells.length - 1) };
  }

  /** @override @param {number} value @returns {Known} */
  lifted(value) {
    return { number: value, node: value };
  }

  /** @override @param {Known} value */
  number(value) {
    return value.number;
  }

  /** @override @param {Node} node @returns {Known|Known[]|boolean} */
  given(node) {
    const signed = kindOf(node) === "choose" ? signOf(/** @type {Node[]} */ (node)) : null;
    if (signed === null) return super.given(node);
    const value = /** @type {Known} */ (super.given(node));
    return { number: value.number, node: ["call", "sign", /** @type {Known} */ (this.given(signed)).node] };
  }

  /** @override @param {string} operator @param {Node[]} parts @returns {Known} */
  made(operator, parts) {
    const [a, b] = parts.map((part) => /** @type {Known} */ (this.given(part)));
    if (!b) return { number: operator === "negative" ? -a.number : a.number, node: [operator, a.node] };
    return { number: BINARY[operator](a.number, b.number), node: [operator, a.node, b.node] };
  }

  /** @override @param {string} name @param {Held[]} given @returns {Known|Known[]|boolean} */
  applied(name, given) {
    const values = given.map((one) => (typeof one === "number" ? this.lifted(one) : one));
    const nodes = values.map((one) => /** @type {Known} */ (one).node ?? null);
    const helper = this.form.helpers[name];
    if (!helper) return { number: this.known(name)(...values.map((one) => /** @type {Known} */ (one).number)), node: ["call", name, ...nodes] };
    if (!NOTATIONS.has(name) && helper.formula === undefined) return /** @type {Known} */ (new Deriving(helper, this.elementary, true, this.cells).result(values));
    const number = Number(new Interpreter(helper, this.elementary).result(values.map(plain)));
    const by = new Map(helper.arguments.map((argument, index) => [argument, nodes[index]]));
    return { number, node: helper.formula === undefined ? ["call", name, ...nodes] : substituted(helper.formula, (one) => by.get(one) ?? null) };
  }
}

/** @param {Held} value @returns {import("./interpret.js").Held<unknown>} without what it was computed from */
function plain(value) {
  if (Array.isArray(value)) return value.map((row) => /** @type {Row<unknown>} */ (plain(row)));
  if (value instanceof Row) return new Row(value.name, value.indices, value.elements.map(({ number }) => number));
  return typeof value === "object" ? value.number : value;
}

/** @param {Node[]} node @returns {Node} a if the choice is its sign, `1 if a > 0 else -1 if a < 0 else 0`, otherwise null */
function signOf([, test, then, otherwise]) {
  if (kindOf(otherwise) !== "choose") return null;
  const [second, other, rest] = partsOf(otherwise);
  if (rest !== 0) return null;
  const [a, first] = againstZero(test);
  const [b, last] = againstZero(second);
  if (a === null || !same(a, b)) return null;
  const minus = ["negative", 1];
  const written = [first, then, last, other];
  return same(written, [">", 1, "<", minus]) || same(written, ["<", minus, ">", 1]) ? a : null;
}

/** @param {Node} test @returns {[Node, string]} what is compared with 0, and how; null if it is another comparison */
function againstZero(test) {
  const [operators, operands] = /** @type {[string[], Node[]]} */ (kindOf(test) === "compare" ? partsOf(test) : [[], []]);
  return operands.length === 2 && operands[1] === 0 ? [operands[0], operators[0]] : [null, ""];
}
