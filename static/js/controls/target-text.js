/** The text that says when a run has reached a minimum. Pure. */

import { ringRadius } from "../plot/geometry.js";
import { shortNumber } from "../base/numbers.js";

/**
 * @param {import("../base/types.js").Values} conditions
 * @param {import("../base/types.js").Domain} domain
 * @returns {string} a sentence with the numbers of these conditions
 */
export function targetText(conditions, domain) {
  const percent = `${shortNumber(100 * Number(conditions.tolerance), 3)} %`;
  if (conditions.target === "loss") return `A run has reached a minimum when at most ${percent} of the way down from f(start) to the minimum's value is left.`;
  return `A run has reached a minimum when it is inside the ring around it: within ${shortNumber(ringRadius(domain, conditions), 3)}, which is ${percent} of the plot's diagonal.`;
}
