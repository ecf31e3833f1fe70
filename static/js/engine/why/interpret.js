/**
 * Runs a function of the form, number by number: the twin of optimizers/form/evaluate.py. Nothing is turned into code. Pure.
 *
 * @typedef {import("./nodes.js").Form} Form
 * @typedef {import("./nodes.js").Node} Node
 * @typedef {import("../../base/types.js").Elementary} Elementary
 */

import { kindOf, partsOf } from "./nodes.js";

/** What a statement ends with where the next one does not follow. */
const BREAK = Symbol("break");
const CONTINUE = Symbol("continue");

/** @type {Object<string, (a: number, b: number) => number>} */
export const BINARY = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b };

/** @type {Object<string, (a: number, b: number) => boolean>} */
const COMPARE = {
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b, "==": (a, b) => a === b, "!=": (a, b) => a !== b,
};

/** @type {Object<string, (...numbers: number[]) => number>} */
export const CALLED = {
  sqrt: Math.sqrt, floor: Math.floor, abs: Math.abs, min: (a, b) => (b < a ? b : a), max: (a, b) => (b > a ? b : a), int: Math.trunc, float: (a) => a,
};

/** @template T @typedef {{value: T|T[]|boolean|null}} End a return was reached */

/**
 * One call of a function; a subclass decides what a number is.
 * @template T
 * @typedef {T|boolean|number|Row<T>|Row<T>[]} Held what a name may hold
 */

/** A vector, or a row of a matrix, which knows what it is part of. @template T */
export class Row {
  /** @param {string} name @param {number[]} indices @param {T[]} elements */
  constructor(name, indices, elements) {
    this.name = name;
    this.indices = indices;
    this.elements = elements;
  }
}

/** @template T */
export class Interpreter {
  /** @param {Form} form @param {Elementary} elementary */
  constructor(form, elementary) {
    this.form = form;
    this.elementary = elementary;
    /** @type {Map<string, Held<T>>} */
    this.scope = new Map(Object.entries(form.constants).map(([name, value]) =>
      [name, Array.isArray(value) ? new Row(name, [], value.map((one) => this.lifted(one))) : this.lifted(value)]));
  }

  /** @param {Held<T>[]} given @returns {T|T[]|boolean|null} what the function returns */
  result(given) {
    this.form.arguments.forEach((name, index) => this.scope.set(name, given[index]));
    const end = this.block(this.form.body);
    return end && typeof end === "object" ? end.value : null;
  }

  /** @param {Node[]} body @returns {End<T>|symbol|null} null if all of it was run */
  block(body) {
    for (const statement of body) {
      const end = this.statement(/** @type {Node[]} */ (statement));
      if (end) return end;
    }
    return null;
  }

  /** @param {Node[]} node @returns {End<T>|symbol|null} */
  statement(node) {
    switch (node[0]) {
      case "assign": this.assign(/** @type {Node[]} */ (node[1]), node[2]); return null;
      case "if": return this.block(/** @type {Node[]} */ (this.holds(node[1]) ? node[2] : node[3]));
      case "for": return this.loop(node);
      case "while": return this.while(node);
      case "break": return BREAK;
      case "continue": return CONTINUE;
      case "return": return { value: node[1] === null ? null : this.given(node[1]) };
      default: this.given(node[1]); return null;
    }
  }

  /** @param {Node[]} node @returns {End<T>|symbol|null} */
  loop([, name, start, stop, step, body]) {
    const [first, last, by] = [this.count(start), this.count(stop), Number(step)];
    for (let at = first; by > 0 ? at < last : at > last; at += by) {
      this.scope.set(String(name), at);
      const end = this.block(/** @type {Node[]} */ (body));
      if (end === BREAK) break;
      if (end && end !== CONTINUE) return end;
    }
    return null;
  }

  /** @param {Node[]} node @returns {End<T>|symbol|null} */
  while([, test, body]) {
    while (this.holds(test)) {
      const end = this.block(/** @type {Node[]} */ (body));
      if (end === BREAK) break;
      if (end && end !== CONTINUE) return end;
    }
    return null;
  }

  /** @param {Node[]} targets @param {Node} value */
  assign(targets, value) {
    const given = this.given(value);
    const values = targets.length > 1 ? /** @type {T[]} */ (given) : [/** @type {T|boolean} */ (given)];
    targets.forEach((target, index) => this.set(target, values[index]));
  }

  /** @param {Node} target @param {T|boolean} value */
  set(target, value) {
    if (typeof target === "string") this.scope.set(target, value);
    else {
      const [row, last] = this.element(target);
      row.elements[last] = /** @type {T} */ (value);
    }
  }

  /** @param {Node} node @returns {T|T[]|boolean} the value of an expression, or those of a tuple */
  given(node) {
    if (typeof node === "number") return this.lifted(node);
    if (typeof node === "string") return this.held(/** @type {Held<T>} */ (this.scope.get(node)));
    const parts = partsOf(node);
    switch (kindOf(node)) {
      case "item": {
        const [row, last] = this.element(node);
        return row.elements[last];
      }
      case "call": return this.called(String(/** @type {Node[]} */ (node)[1]), parts);
      case "choose": return this.given(this.holds(parts[0]) ? parts[1] : parts[2]);
      case "compare": return this.compare(/** @type {string[]} */ (parts[0]), /** @type {Node[]} */ (parts[1]));
      case "and": return parts.every((part) => this.holds(part));
      case "or": return parts.some((part) => this.holds(part));
      case "not": return !this.holds(parts[0]);
      case "tuple": return parts.map((part) => /** @type {T} */ (this.given(part)));
      case "negative": return this.made("negative", [parts[0]]);
      case "positive": return this.made("positive", [parts[0]]);
      default: return this.made(kindOf(node), parts);
    }
  }

  /** @param {string[]} operators @param {Node[]} operands @returns {boolean} whether all of a chain hold */
  compare(operators, operands) {
    const values = operands.map((one) => this.number(/** @type {T} */ (this.given(one))));
    return operators.every((operator, index) => COMPARE[operator](values[index], values[index + 1]));
  }

  /** @param {Node} node @returns {boolean} whether a condition holds; a number does where it is not 0 */
  holds(node) {
    const value = this.given(node);
    return typeof value === "boolean" ? value : this.number(/** @type {T} */ (value)) !== 0;
  }

  /** @param {Node} node @returns {number} a whole number */
  count(node) {
    return Math.trunc(this.number(/** @type {T} */ (this.given(node))));
  }

  /** @param {Node} node @returns {[Row<T>, number]} what holds an element, and its last index */
  element(node) {
    const [name, ...indices] = partsOf(node);
    const [last, ...first] = indices.map((index) => this.count(index)).reverse();
    const array = /** @type {Row<T>|Row<T>[]} */ (this.scope.get(String(name)));
    return [Array.isArray(array) ? array[first[0]] : array, last];
  }

  /** @param {Held<T>} value @returns {T|boolean} */
  held(value) {
    return typeof value === "number" ? this.lifted(value) : /** @type {T|boolean} */ (value);
  }

  /** @param {string} name @param {Node[]} given @returns {T|T[]|boolean} */
  called(name, given) {
    if (name === "len") {
      const array = this.scope.get(String(given[0]));
      return this.lifted(Array.isArray(array) ? array.length : /** @type {Row<T>} */ (array).elements.length);
    }
    return this.applied(name, given.map((one) => (typeof one === "string" ? /** @type {Held<T>} */ (this.scope.get(one)) : /** @type {T} */ (this.given(one)))));
  }

  /** @param {string} name of a function that every engine has @returns {(...numbers: number[]) => number} */
  known(name) {
    return CALLED[name] ?? /** @type {Object<string, (...numbers: number[]) => number>} */ (this.elementary)[name];
  }

  // What a number is

  /** @param {number} value @returns {T} */
  lifted(value) {
    return /** @type {T} */ (/** @type {unknown} */ (value));
  }

  /** @param {T} value @returns {number} */
  number(value) {
    return Number(value);
  }

  /** @param {string} operator @param {Node[]} parts @returns {T} */
  made(operator, parts) {
    const [a, b = 0] = parts.map((part) => this.number(/** @type {T} */ (this.given(part))));
    return this.lifted(operator === "negative" ? -a : operator === "positive" ? a : BINARY[operator](a, b));
  }

  /** @param {string} name @param {Held<T>[]} values @returns {T|T[]|boolean} */
  applied(name, values) {
    const helper = this.form.helpers[name];
    if (helper) return /** @type {T} */ (new Interpreter(helper, this.elementary).result(/** @type {Held<unknown>[]} */ (values)));
    return this.lifted(this.known(name)(.../** @type {number[]} */ (values)));
  }
}
