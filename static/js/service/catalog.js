/** Loads the catalog: every optimizer and surface, and the limits. It is a file that all pages share. */

import { insist } from "./ask.js";
import { Retry } from "./retry.js";

/**
 * @param {string} address
 * @param {(text: string) => void} onFailure called with each failure; it is tried again
 * @returns {Promise<import("../base/types.js").Catalog>}
 */
export function loadCatalog(address, onFailure) {
  return new Promise((resolve) => {
    const load = () => insist(address).then((response) => response.json()).then((packed) => resolve(unpacked(packed)), (error) => {
      onFailure(/** @type {Error} */ (error).message);
      retry.later();
    });
    const retry = new Retry(load);
    load();
  });
}

/**
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {Omit<import("../base/types.js").Rule, "parameters"> & {parameters: number[]}} PackedRule
 * @typedef {Omit<import("../base/types.js").Surface, "parameters"> & {parameters: number[]}} PackedSurface
 */

/**
 * @param {Omit<Catalog, "optimizers"|"surfaces"> & {parameters: import("../base/types.js").Parameter[], optimizers: PackedRule[],
 *   surfaces: PackedSurface[]}} packed as app/catalog.py writes it: each parameter once
 * @returns {Catalog}
 */
export function unpacked({ parameters, optimizers, surfaces, ...rest }) {
  /** @param {number[]} numbers */
  const pick = (numbers) => numbers.map((number) => parameters[number]);
  return {
    ...rest,
    optimizers: optimizers.map((rule) => ({ ...rule, parameters: pick(rule.parameters) })),
    surfaces: surfaces.map((surface) => ({ ...surface, parameters: pick(surface.parameters) })),
  };
}
