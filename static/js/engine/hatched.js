/** Where a surface has no finite value, as path data that is hatched: the twin of `_undefined` in optimizers/run/contours.py. Pure. */

/**
 * @param {{columns: number, rows: number, z: Float64Array}} sampled row by row, from below
 * @param {number} cell px between two points
 * @returns {string} rectangles around the points without a value: of each row, and of equal rows as one; empty if there are none
 */
export function hatched({ columns, rows, z }, cell) {
  if (z.every(Number.isFinite)) return "";
  const edge = (/** @type {number} */ at, /** @type {number} */ count) => Math.min(Math.max(at - 0.5, 0), count - 1) * cell;
  /** @type {Map<string, [number, number, number]>} */
  let begun = new Map();
  let data = "";
  for (let row = 0; row <= rows; row++) {
    const here = new Map(row < rows ? spans(row).map(([left, right]) => [`${left} ${right}`, /** @type {[number, number, number]} */ ([left, right, row])]) : []);
    for (const [key, [left, right, first]] of begun) {
      if (here.has(key)) here.set(key, [left, right, first]);
      else data += rectangle(edge(left, columns), edge(right, columns), (rows - 1) * cell - edge(row, rows), (rows - 1) * cell - edge(first, rows));
    }
    begun = here;
  }
  return data;

  /** @param {number} row @returns {[number, number][]} the first point of each gap in it, and the one after the last */
  function spans(row) {
    /** @type {[number, number][]} */
    const found = [];
    for (let i = 0; i < columns; i++) {
      if (Number.isFinite(z[row * columns + i])) continue;
      const begin = i;
      while (i < columns && !Number.isFinite(z[row * columns + i])) i++;
      found.push([begin, i]);
    }
    return found;
  }
}

/** @param {number} left @param {number} right @param {number} top @param {number} bottom */
const rectangle = (left, right, top, bottom) => `M${left.toFixed(1)} ${top.toFixed(1)}H${right.toFixed(1)}V${bottom.toFixed(1)}H${left.toFixed(1)}z`;
