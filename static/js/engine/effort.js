/**
 * What a step evaluates: the twin of `effort` in optimizers/run/fairness.py. Pure.
 *
 * @typedef {import("../base/types.js").RuleCode} RuleCode
 */

/**
 * @param {RuleCode[]} rules one, or also the one whose step length it takes
 * @returns {import("./judge.js").Effort} of all together, whatever their values
 */
export const effortOf = (rules) => ({
  gradients: Number(rules.some(({ readsGradient }) => readsGradient)) + rules.filter(({ point }) => point).length,
  losses: Number(rules.some(({ needs }) => needs.includes("loss"))),
  hessians: Number(rules.some(({ needs }) => needs.includes("hessian"))),
});
