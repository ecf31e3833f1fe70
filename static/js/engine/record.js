/** Room for a run. */

/**
 * @param {number} rows
 * @returns {import("../base/types.js").Record & {state: null}} without the state of the rule
 */
export const recordOf = (rows) => {
  const [x, y, loss, gx, gy] = Array.from({ length: 5 }, () => new Float64Array(rows));
  return { x, y, loss, gx, gy, state: null };
};
