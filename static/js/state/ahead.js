/**
 * The runs of a text that is being typed, asked for together with the entry that it makes: the page does not know yet what
 * the entry suggests, so the query leaves out what is as suggested, and the server fills it in. Pure.
 *
 * @typedef {import("../base/types.js").State} State
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {{key: "surface"|"optimizer", name: string, parameter: string, text: string, current: string}} Typed
 *   parameter: whose value is the text; current: the text of the entry that the state has
 */

import { writeScenario } from "./address.js";
import { encodeText } from "./families.js";
import { running } from "./fitting.js";
import { isPlain } from "./reuse.js";
import { asSuggested } from "./suggested.js";

/**
 * @param {State} state
 * @param {Catalog} catalog
 * @param {Typed} typed
 * @returns {string} the query to ask, empty where it is not clear which entry the text belongs to
 */
export function queryAhead(state, catalog, { key, name, parameter, text, current }) {
  const [before, after] = [current, text].map((one) => `${parameter}=${encodeText(one)}`);
  const replaced = (/** @type {string} */ query) => (query.split(before).length === 2 ? query.replace(before, () => after) : "");
  if (key === "surface") return state.surface.name === name ? replaced(asSuggested(state, catalog)) : "";
  const [optimizer, ...more] = running(state).filter((one) => one.name === name && one.values[parameter] === current);
  if (!optimizer || more.length) return "";
  return replaced(writeScenario(isPlain(state, catalog) ? { ...state, optimizers: [optimizer] } : state, catalog));
}

/** @param {string} query @param {string} other @returns {boolean} whether two canonical queries are the same, however they are percent-encoded */
export const isSame = (query, other) => decoded(query) === decoded(other);

/** @param {string} query */
const decoded = (query) => {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
};
