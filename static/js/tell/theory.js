/**
 * What theory knows about hyper-parameters on a quadratic, or near the minima of another surface: the marks on their sliders. Twin of
 * optimizers/tell/theory.py. Pure.
 *
 * @typedef {import("../base/types.js").Mark} Mark
 */

import { curvatures, hessian } from "../engine/curvatures.js";

const SAME = 1e-9; // relative: curvatures that differ by less are equal, but for rounding
const NEAR = " (near the minimum)";

/**
 * @param {import("../engine/simulate.js").Prepared} prepared
 * @param {import("../base/types.js").Landmark[]} landmarks
 * @param {boolean} isQuadratic
 * @param {import("../base/types.js").Values} conditions
 * @returns {import("../base/types.js").Answer["theory"]} the marks of each optimizer that has some and follows only its own rule, at a constant rate
 */
export function theory({ optimizers, ground, drawn }, landmarks, isQuadratic, { fair }) {
  const curvature = curvatureOf(ground, landmarks);
  if (!curvature || fair === "tuned" || drawn.noise || drawn.batches) return [];
  return optimizers.flatMap(({ rule, p, rate, lengthFrom, decay }, optimizer) => {
    const isDisturbed = typeof rate !== "number" || lengthFrom !== null || decay !== 0;
    if (!rule.theory || isDisturbed || (fair === "rate" && optimizer > 0)) return [];
    const values = rule.theory(p, ...curvature);
    const marks = rule.marks.map((mark, index) => ({ ...mark, value: values[index], meaning: mark.meaning + (isQuadratic ? "" : NEAR) }));
    const known = marks.filter(({ value }) => value >= 0);
    return known.length ? [{ optimizer, marks: known }] : [];
  });
}

/**
 * @param {import("../base/types.js").Ground} ground
 * @param {import("../base/types.js").Landmark[]} landmarks
 * @returns {[number, number]|null} the smallest and the largest curvature at the minima; null where they differ, or one is not positive
 */
function curvatureOf({ surface, q }, landmarks) {
  const minima = landmarks.filter(({ kind }) => kind === "minimum");
  if (!minima.length || minima.some(({ radius, smooth }) => radius || !smooth)) return null;
  const [[low, high], ...others] = minima.map(({ x, y }) => curvatures(...hessian(surface, q, x, y)));
  const isApart = (/** @type {number} */ one, /** @type {number} */ other) => Math.abs(one - other) > SAME * Math.abs(other);
  return low > 0 && !others.some(([one, other]) => isApart(one, low) || isApart(other, high)) ? [low, high] : null;
}
