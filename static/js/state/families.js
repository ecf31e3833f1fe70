/**
 * Entries of the catalog by name, and members of families, which the text of one of their parameters makes. Pure, but for
 * `learn`, which adds members to the catalog.
 *
 * @typedef {import("../base/types.js").Parameter} Parameter
 * @typedef {import("../base/types.js").Values} Values
 */

/**
 * @template {{name: string}} T
 * @typedef {T & {family?: string, members?: T[], parameters?: Parameter[]}} Familiar
 */

/** @param {string} text @returns {string} as a value in a query string, which terms/text.py of the library writes alike */
export const encodeText = (text) =>
  encodeURIComponent(text).replace(/'|%(?:2F|3A|40|2C|3D)/g, (one) => (one === "'" ? "%27" : decodeURIComponent(one)));

/**
 * @template {{name: string}} T
 * @param {T[]} entries
 * @param {string} name
 * @param {Values} [values] of the entry: in a family they decide which member it is; without values it is the usual one
 * @returns {T}
 */
export function entry(entries, name, values) {
  const found = find(entries, name, values);
  if (!found) throw new Error(`the catalog has no ${name}`);
  return found;
}

/**
 * @template {{name: string}} T
 * @param {T[]} entries
 * @param {string} name
 * @param {Values} [values]
 * @returns {T|null} null if it is not known
 */
export function find(entries, name, values) {
  /** @type {Familiar<T>|undefined} */
  const found = entries.find((candidate) => candidate.name === name);
  if (!found?.family || values?.[found.family] === undefined) return found ?? null;
  const text = values[found.family];
  return [found, ...(found.members ?? [])].find((member) => textOf(member) === text) ?? null;
}

/** @param {Familiar<{name: string}>} member @returns {Parameter["default"]|undefined} the text that makes it */
const textOf = ({ family, parameters }) => parameters?.find(({ name }) => name === family)?.default;

/**
 * Add members to their families.
 * @template {{name: string}} T
 * @param {T[]} entries
 * @param {T[]} members
 */
export function learn(entries, members) {
  for (const member of /** @type {Familiar<T>[]} */ (members)) {
    /** @type {Familiar<T>} */
    const family = entry(entries, member.name);
    if (member.family && !find(entries, member.name, { [member.family]: textOf(member) ?? "" })) (family.members ??= []).push(member);
  }
}

/**
 * @param {import("../base/types.js").Catalog} catalog
 * @param {import("../base/types.js").Members} members of a scenario, as the server answers them
 */
export function learnAll(catalog, members) {
  learn(catalog.optimizers, members.optimizers);
  learn(catalog.surfaces, members.surfaces);
}

/**
 * @param {Parameter[]} parameters of a member
 * @param {Values} values of the member before it
 * @param {(parameter: Parameter) => number|string} usual returns the default of a parameter
 * @returns {Values} those values that the member has too, and the defaults of its other parameters
 */
export function carriedOver(parameters, values, usual) {
  return Object.fromEntries(parameters.map((p) => [p.name, values[p.name] ?? usual(p)]));
}
