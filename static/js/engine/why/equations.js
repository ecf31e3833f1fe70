/**
 * The equations of a step, as a student would write them, derived from the step of the rule itself: the twin of
 * optimizers/tell/equations.py, which says what has a line and why. Pure.
 *
 * @typedef {import("./nodes.js").Node} Node
 * @typedef {import("./nodes.js").RuleForm} RuleForm
 * @typedef {import("./derive.js").Cell} Cell
 * @typedef {{symbol: string, expression: Node, value: number}} Equation the names in the expression stand for numbers
 * @typedef {"line"|"number"|"inline"} Shown
 */

import { exactly } from "./decimal.js";
import { DIGITS } from "./digits.js";
import { kindOf, names, partsOf, size, substituted } from "./nodes.js";
import { PARAMETER_DIGITS, workedOut } from "./printed.js";
import { simplified } from "./simplify.js";

const [X, STATE, T, P] = [0, 2, 3, 4]; // the positions of the arguments of a step
const LARGE = 40; // parts of an expression that are put in at one point, at most
const DOES_NOTHING = 2; // a number that does nothing by default

const isCell = (/** @type {string} */ name) => !name.startsWith("#");

/** Finds the equations of one coordinate of a step. */
export class Coordinate {
  /** @type {Map<number, Node>} */
  #written = new Map();
  /** @type {Map<number, Shown>} */
  #choices = new Map();

  /**
   * @param {RuleForm} form
   * @param {import("./derive.js").Derivation} derivation
   * @param {import("./printed.js").Numbers} numbers gets those in the equations
   * @param {number} coordinate
   */
  constructor(form, { cells, after }, numbers, coordinate) {
    this.form = form;
    this.cells = cells;
    this.numbers = numbers;
    this.coordinate = coordinate;
    this.arguments = form.step.arguments;
    this.varying = new Set(form.varying);
    this.move = after(this.arguments[X])[0][coordinate];
    this.kept = form.state.length ? after(this.arguments[STATE]).map((row) => row[coordinate]) : [];
    const symbols = [...cells.keys()].filter((number) => cells[number].turn === coordinate && this.#hasSymbol(cells[number]));
    this.ends = [...this.kept, ...symbols]; // a variable with a symbol has a line even if it was only tested
    this.readers = this.#readers();
    this.keptAs = this.#keptAs();
  }

  /** @returns {Equation[]} in the order of the code; the last gives Δ, whose expression is 0 if the coordinate stays */
  equations() {
    const change = this.origin(this.move);
    const wanted = [...names(change), ...this.ends.filter((one) => this.shown(one) === "line").map(String)];
    /** @type {Set<number>} */
    const shown = new Set();
    for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
      const number = Number(name);
      if (!isCell(name) || shown.has(number) || this.shown(number) !== "line") continue;
      shown.add(number);
      wanted.push(...names(this.origin(number)));
    }
    const known = new Map([...this.keptAs].map(([number, kept]) => [kept, number])); // since when a number has been there
    const since = (/** @type {number} */ number) => known.get(number) ?? number;
    const order = [...shown].sort((a, b) => since(a) - since(b));
    const lines = order.map((one) => ({ symbol: this.symbol(this.cells[one]), expression: this.origin(one), value: this.cells[one].value }));
    lines.push({ symbol: "\\Delta", expression: change, value: this.cells[this.move].value });
    return lines.map((line) => ({ ...line, expression: this.withNumbers(line.expression) }));
  }

  // What becomes of a cell

  /** @param {number} number @returns {Shown} how a cell is shown where it is used: by its number, with or without a line for it, or put in */
  shown(number) {
    const known = this.#choices.get(number);
    if (known) return known;
    const found = this.#choice(number, this.cells[number]);
    this.#choices.set(number, found);
    return found;
  }

  /** @param {number} number @param {Cell} cell @returns {Shown} */
  #choice(number, cell) {
    if (cell.origin === null) return "number";
    if (cell.name === this.arguments[X]) return "inline";
    const origin = this.origin(number);
    const large = size(origin) > LARGE;
    if (this.#isPassedOn(number)) return large ? "line" : "inline";
    if (cell.indices.length) { // of the state
      const isHere = cell.indices[cell.indices.length - 1] === this.coordinate;
      if (!(isHere && this.varying.has(cell.indices[0]))) return "number";
      return this.#rewrites(origin) ? "inline" : "line";
    }
    if (!this.#varies(origin)) return this.#hasSymbol(cell) && typeof origin === "object" ? "line" : "inline";
    if (cell.inside) return large ? "line" : "inline";
    const word = this.#isWord(cell);
    const readers = this.readers.get(number) ?? new Set();
    const isElsewhere = cell.turn !== null && cell.turn !== this.coordinate && [...readers].every((one) => this.cells[one].turn === cell.turn);
    if (isElsewhere) return word ? "inline" : "number";
    return this.#rewrites(origin) || (word && readers.size < 2 && !large) ? "inline" : "line";
  }

  /** @param {Cell} cell @returns {boolean} whether its symbol is a word */
  #isWord(cell) {
    return this.form.symbols[cell.name].startsWith("\\mathrm");
  }

  /** @param {Cell} cell @returns {boolean} whether it is a variable with a symbol that belongs to this coordinate or to none */
  #hasSymbol(cell) {
    return (cell.turn === null || cell.turn === this.coordinate) && !cell.inside && !cell.indices.length && !this.#isWord(cell);
  }

  /** @returns {Map<number, number>} which state variable each variable without a symbol ends up in, as it is */
  #keptAs() {
    const found = new Map();
    for (const number of [...this.readers.keys()].sort((a, b) => a - b)) {
      const cell = this.cells[number];
      if (!this.#isOfState(cell) || typeof cell.origin !== "string") continue;
      const source = this.cells[Number(cell.origin)];
      const isNameless = source.origin !== null && (source.inside || this.#isWord(source));
      if (isNameless && !found.has(Number(cell.origin))) found.set(Number(cell.origin), number);
    }
    return found;
  }

  /** @param {number} number @returns {boolean} whether a cell is only there for the next value of the same variable or element */
  #isPassedOn(number) {
    const [first, ...more] = this.readers.get(number) ?? [];
    if (first === undefined || more.length || this.kept.includes(number)) return false;
    const [reader, cell] = [this.cells[first], this.cells[number]];
    return reader.name === cell.name && reader.indices.join() === cell.indices.join();
  }

  /** @param {Node} origin @returns {boolean} whether it has one number in another way */
  #rewrites(origin) {
    const all = names(origin);
    return all.length < 2 && all.every((name) => !(isCell(name) && this.cells[Number(name)].name === this.arguments[P]));
  }

  /** @param {Node} origin @returns {boolean} */
  #varies(origin) {
    return names(origin).some((name) => this.#leafVaries(name));
  }

  /** @param {string} name @returns {boolean} whether it depends on more than hyper-parameters and the number of the step */
  #leafVaries(name) {
    if (!isCell(name)) return false; // a schedule's
    const cell = this.cells[Number(name)];
    if (this.#isOfState(cell)) return this.varying.has(cell.indices[0]);
    if (cell.origin !== null) return this.#varies(this.origin(Number(name)));
    return ![P, T, X].some((argument) => cell.name === this.arguments[argument]);
  }

  /** @param {Cell} cell @returns {boolean} */
  #isOfState(cell) {
    return cell.indices.length > 0 && cell.name === this.arguments[STATE];
  }

  /** @param {string} name @returns {boolean} */
  #isOfSchedule(name) {
    return !isCell(name) || this.#isOfState(this.cells[Number(name)]) || this.cells[Number(name)].name === this.arguments[T];
  }

  // How it is written

  /** @param {number} number @returns {Node} how a cell was computed, from cells shown by their numbers */
  origin(number) {
    const known = this.#written.get(number);
    if (known !== undefined) return known;
    const found = this.#origin(number, this.cells[number]);
    this.#written.set(number, found);
    return found;
  }

  /** @param {number} number @param {Cell} cell @returns {Node} */
  #origin(number, cell) {
    const { origin } = cell;
    if (typeof origin === "string" && this.keptAs.get(Number(origin)) === number) return this.origin(Number(origin));
    const node = origin === null ? this.#leaf(String(number)) : substituted(origin, (name) => this.#leaf(name));
    const written = this.#hasSymbol(cell) ? this.#inTerms(node) : this.#scheduled(node);
    return simplified(written, (one) => this.value(one) > 0);
  }

  /** @param {string} name @returns {Node} */
  #leaf(name) {
    const number = Number(name);
    const cell = this.cells[number];
    if (cell.origin === null) return this.#isOff(cell) ? 0 : name;
    const kept = this.keptAs.get(number);
    if (kept !== undefined && this.shown(kept) === "line") return String(kept);
    return this.shown(number) === "inline" ? this.origin(number) : name;
  }

  /** @param {Cell} cell @returns {boolean} whether it is where the step begins, or a hyper-parameter that does nothing by default, and now */
  #isOff({ name, indices, value }) {
    return name === this.arguments[X] || (name === this.arguments[P] && value === 0 && this.form.numbers[indices[0]] === DOES_NOTHING);
  }

  /** @param {Node} node @returns {Node} with the number in place of each sum that is the same whatever the gradient, as 1 − βᵗ */
  #scheduled(node) {
    const kind = kindOf(node);
    if (!kind) return node;
    const parts = partsOf(node).map((part) => this.#scheduled(part));
    if (kind === "call") return ["call", /** @type {Node[]} */ (node)[1], ...parts];
    const made = [kind, ...parts];
    if (kind !== "+" && kind !== "-") return made;
    const found = names(made);
    const isFixed = !found.some((name) => this.#leafVaries(name)) && found.some((name) => this.#isOfSchedule(name));
    return isFixed ? this.numbers.name(this.value(made)) : made;
  }

  /** @param {Node} node @returns {Node} the same with each term of a sum, for the line of the sum itself */
  #inTerms(node) {
    const kind = kindOf(node);
    if (kind !== "+" && kind !== "-") return this.#scheduled(node);
    const [left, right] = partsOf(node);
    return [kind, this.#inTerms(left), this.#scheduled(right)];
  }

  /** @param {Node} node @returns {number} the value of a written expression */
  value(node) {
    return workedOut(node, (name) => exactly(isCell(name) ? this.cells[Number(name)].value : this.numbers.of(name)[0]));
  }

  /** @param {Node} node @returns {Node} with numbers that know how they are printed in place of the cells */
  withNumbers(node) {
    return substituted(node, (name) => {
      if (!isCell(name)) return name;
      const { name: array, indices, value } = this.cells[Number(name)];
      const isTyped = array === this.arguments[P] && Boolean(this.form.numbers[indices[0]]); // not a constant or the rate of this step
      return this.numbers.name(value, isTyped ? PARAMETER_DIGITS : DIGITS, name);
    });
  }

  /** @param {Cell} cell @returns {string} */
  symbol(cell) {
    return this.#isOfState(cell) ? this.form.state[cell.indices[0]][0] : this.form.symbols[cell.name];
  }

  /** @returns {Map<number, Set<number>>} which cells have used each cell, of those that lead to the end of this coordinate */
  #readers() {
    const ahead = [this.move, ...this.ends];
    /** @type {Map<number, Set<number>>} */
    const readers = new Map(ahead.map((number) => [number, new Set()]));
    for (let number = ahead.pop(); number !== undefined; number = ahead.pop()) {
      for (const one of names(this.cells[number].origin).map(Number)) {
        const known = readers.get(one);
        if (known) known.add(number);
        else {
          readers.set(one, new Set([number]));
          ahead.push(one);
        }
      }
    }
    return readers;
  }
}
