/** What is wrong with a scenario that a person has edited, in the words of the server: the twin of optimizers/terms/errors.py. Pure. */

const SHOWN = 60; // characters of a name or a value
const WORD = /^[\p{L}\p{N}_.+-]+$/u;

/** @param {string} text */
const shortened = (text) => ([...text].length <= SHOWN ? text : `${[...text].slice(0, SHOWN - 1).join("")}…`);

/** @param {string} value @returns {string} as written in a sentence: in quotation marks, unless it is one word or a number */
const quoted = (value) => (WORD.test(value) ? value : value ? `“${value}”` : "empty");

/**
 * @param {string} owner such as "optimizer sgd", empty for a parameter of the whole scenario
 * @param {string} name of the parameter
 * @param {string} value
 * @param {string} allowed
 * @param {"value"|"parameter"|"entry"|"repeated"|"count"|"item"} [kind] whether the value is not legal, the parameter is not known, the value is
 *   the name of no entry, the parameter is given again or so many times, or the value is no name=value
 * @returns {string} a sentence or two
 */
export function problem(owner, name, value, allowed, kind = "value") {
  const [whole, said] = [shortened(owner ? `${owner}: ${name}` : name), quoted(shortened(value))];
  const own = owner ? whole.slice(owner.length + 2) : whole;
  const parameter = owner ? `${own} of ${owner}` : own;
  const known = allowed.replace(/^one of /, "");
  if (kind === "parameter") return `${parameter ? `Unknown parameter ${parameter}` : "A parameter has no name"}. Known: ${known}.`;
  if (kind === "entry") return `${value ? `Unknown ${parameter} ${said}` : `The parameter ${parameter} is empty`}. Known: ${known}.`;
  if (kind === "item") return `The ${parameter} cannot be followed by ${said}. Allowed: ${allowed}.`;
  if (kind === "count") return `The parameter ${parameter} is given ${shortened(value)}. Allowed: ${allowed}.`;
  if (kind === "repeated") return `The parameter ${parameter} is given more than once, again as ${said}. Once is enough.`;
  return `The parameter ${parameter} cannot be ${said}. Allowed: ${allowed}.`;
}
