/**
 * The form as data: numbers, names as texts, and lists that begin with what they are (see optimizers/export/forms_module.py).
 * In what is derived, the name of a cell is its number, "12", and the name of a number that is printed begins with #. Pure.
 *
 * @typedef {number|string|null|Node[]} Node
 * @typedef {{arguments: string[], body: Node[], constants: Object<string, number|number[]>, helpers: Object<string, Form>, formula?: Node}} Form
 *   a function; formula: what stands for a call of it, of its arguments
 * @typedef {{step: Form, varying: number[], state: [string, string][], numbers: number[], symbols: Object<string, string>}} RuleForm
 *   a rule. varying: the state variables that depend on more than hyper-parameters and the number of the step. state: symbol and role of
 *   each. numbers: of each that a person types, 2 if it does nothing by default, else 1; 0 of the rate. symbols: of variables, in LaTeX.
 */

/** @param {Node} a @param {Node} b @returns {boolean} whether they are written alike */
export function same(a, b) {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((part, index) => same(part, b[index]));
}

/** @param {Node} node @returns {string} what a list is, empty for a number and a name */
export const kindOf = (node) => (Array.isArray(node) ? String(node[0]) : "");

/** @param {Node} node @returns {Node[]} the expressions that one is made of */
export const partsOf = (node) => (Array.isArray(node) ? node.slice(node[0] === "call" ? 2 : 1) : []);

/** @param {Node} node of an expression of numbers, names and calls @returns {string[]} the different names in it, in their order */
export function names(node) {
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (/** @type {Node} */ one) => {
    if (typeof one === "string") found.add(one);
    else partsOf(one).forEach(visit);
  };
  visit(node);
  return [...found];
}

/** @param {Node} node @returns {number} how many parts it has, itself included */
export const size = (node) => partsOf(node).reduce((/** @type {number} */ sum, part) => sum + size(part), 1);

/**
 * @param {Node} node
 * @param {(name: string) => Node} known
 * @returns {Node} with each name replaced
 */
export function substituted(node, known) {
  if (typeof node === "string") return known(node);
  if (!Array.isArray(node)) return node;
  const first = node[0] === "call" ? 2 : 1;
  return node.map((part, index) => (index < first ? part : substituted(part, known)));
}
