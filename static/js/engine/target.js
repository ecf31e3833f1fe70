/** Whether a run is inside: the twin of `Target.inside` in optimizers/run/target.py. Pure. */

import { Nearest } from "./nearest.js";

/**
 * @param {import("./judge.js").Criteria} criteria
 * @param {number} begun the loss at the start of the run
 * @returns {(x: number, y: number, loss: number) => boolean} whether a position is inside
 */
export function insideOf({ minima, radius, floor, tolerance }, begun) {
  if (radius < 0) return (_x, _y, loss) => loss - floor <= tolerance * (begun - floor);
  if (!minima.length) return () => false;
  const nearest = new Nearest(minima);
  return (x, y) => {
    nearest.move(x, y);
    return nearest.within(radius);
  };
}
