/** Which step of a path a reader points at. Pure. */

import { across, down } from "./geometry.js";

/**
 * @param {import("../base/types.js").PlotArea} area
 * @param {import("../base/types.js").Run[]} runs in this plot
 * @param {number} step the one shown, up to which paths are drawn
 * @param {number} x px of the plot area
 * @param {number} y
 * @param {number} radius px: what is farther away is not meant
 * @returns {import("../base/types.js").Point|null} the nearest point where a step landed; of several at one point the last
 */
export function nearestStep(area, runs, step, x, y, radius) {
  let least = radius;
  let found = null;
  for (const run of runs) {
    const last = Math.min(step, run.length - 1);
    for (let k = 1; k <= last; k++) {
      const distance = Math.hypot(across(area, run.x[k]) - x, down(area, run.y[k]) - y);
      if (distance > least) continue;
      least = distance;
      found = { optimizer: run.optimizer, start: run.start, step: k };
    }
  }
  return found;
}
