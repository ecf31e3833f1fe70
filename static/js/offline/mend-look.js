/**
 * Reads the look of a lesson file after a person has edited it: what cannot be as it is written stays the author's, or becomes the nearest
 * legal value, and a sentence says so. The counterpart of app/view.py. Pure.
 *
 * @typedef {import("../base/types.js").Island} Island
 * @typedef {Pick<Island, "view"|"embed">} Look
 * @typedef {{steps: number, domain: import("../base/types.js").Domain, has3d: boolean, computes: boolean}} Shown
 *   has3d: whether the file can show the surface in 3-D; computes: whether it can trace other parts of it
 */

import { LAYOUTS } from "../state/address.js";
import { COLORMAPS } from "../state/colormaps.js";
import { QUANTITY_NAMES } from "../state/quantity-names.js";
import { nearest } from "../state/region.js";
import { problem } from "./problems.js";

const THEMES = ["auto", "light", "dark"];
const SWITCH = ["0", "1"];
const SERVER = "what the author saved; anything else needs the server";

/**
 * @param {{view?: unknown, embed?: unknown}} edited
 * @param {Look} own the author's
 * @param {Shown} shown
 * @returns {Look & {problems: string[]}}
 */
export function mendedLook(edited, own, shown) {
  /** @type {string[]} */
  const problems = [];
  const view = readers(own, shown);
  return {
    view: /** @type {Look["view"]} */ (merged(edited.view, own.view, view, problems)),
    embed: /** @type {Look["embed"]} */ (merged(edited.embed, own.embed, { autoplay: oneOf(SWITCH), lock: locksOf(own) }, problems)),
    problems,
  };
}

/**
 * Reads a value: [the nearest legal one, what is allowed if it is not legal itself]; the first is undefined for the author's.
 * @typedef {(value: unknown) => [unknown, string?]} Reader
 */

/** @param {Look} own @param {Shown} shown @returns {Object<string, Reader>} of what the file can change of the view */
function readers(own, { steps, domain, has3d, computes }) {
  const layouts = LAYOUTS.filter((name) => has3d || name !== "3-d" || own.view.layout === name);
  return {
    layout: oneOf(layouts),
    theme: oneOf(THEMES),
    colormap: oneOf(COLORMAPS),
    quantity: oneOf(QUANTITY_NAMES),
    step(value) {
      if (value === null || (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= steps)) return [value];
      const isNumber = typeof value === "number" && Number.isFinite(value);
      return [isNumber ? Math.min(Math.max(Math.round(value), 0), steps) : undefined, `a whole number from 0 to ${steps}`];
    },
    region(value) {
      if (value === null) return [null];
      if (!computes) return [undefined, SERVER];
      const isRegion = Array.isArray(value) && value.length === 4 && value.every(Number.isFinite);
      if (!isRegion) return [undefined, "left,right,bottom,top"];
      const legal = nearest(/** @type {import("../base/types.js").Region} */ (value), domain);
      return same(legal, value) ? [value] : [legal, "left,right,bottom,top, in this order, and not too small"];
    },
  };
}

/** @param {readonly string[]} names @returns {Reader} */
const oneOf = (names) => (value) => (names.some((name) => name === value) ? [value] : [undefined, `one of ${names.join(", ")}`]);

/** @param {Look} own @returns {Reader} the controls that nobody can change, by their names */
const locksOf = ({ embed: { locked } }) => (value) => {
  const names = Array.isArray(value) ? value : [];
  const known = names.filter((name) => name === "all" || locked.includes(name));
  const isLegal = Array.isArray(value) && known.length === names.length;
  return isLegal ? [value] : [Array.isArray(value) ? known : undefined, "names of controls, or all"];
};

/**
 * @param {unknown} edited
 * @param {Object<string, any>} own
 * @param {Object<string, Reader>} read
 * @param {string[]} problems
 */
function merged(edited, own, read, problems) {
  const found = { ...own };
  for (const [name, value] of Object.entries(edited ?? {})) {
    if (same(value, own[name])) continue;
    if (!(name in own)) {
      problems.push(problem("", name, textOf(value), `one of ${Object.keys(own).join(", ")}`, "parameter"));
      continue;
    }
    const [legal, allowed] = read[name]?.(value) ?? [undefined, SERVER];
    if (legal !== undefined) found[name] = legal;
    if (allowed) problems.push(problem("", name, textOf(value), allowed));
  }
  return found;
}

/** @param {unknown} value @param {unknown} other */
const same = (value, other) => JSON.stringify(value) === JSON.stringify(other);

/** @param {unknown} value @returns {string} as an address has it */
const textOf = (value) => (typeof value === "object" && value && !Array.isArray(value) ? JSON.stringify(value) : String(value ?? "none") || "none");
