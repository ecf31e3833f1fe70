/** What counts as there, in words. Pure. */

import { ringRadius } from "../plot/geometry.js";
import { shortNumber } from "../base/numbers.js";

/**
 * @param {import("../base/types.js").Values} conditions
 * @param {import("../base/types.js").Domain} domain
 * @returns {string} a sentence with the numbers of these conditions
 */
export function targetText(conditions, domain) {
  const percent = `${shortNumber(100 * Number(conditions.tolerance), 3)} %`;
  if (conditions.target === "loss") return `A run is there once at most ${percent} of the way from f(start) down to the minimum is left.`;
  return `A run is there once it is inside a ring: within ${shortNumber(ringRadius(domain, conditions), 3)} of a minimum, ${percent} of the plot's diagonal.`;
}
