/**
 * The outlines of what lies below each of several levels, on a grid: marching squares, whose pieces are joined to closed lines. What
 * lies below is on the left of a line, so holes turn the other way. Pure.
 *
 * @typedef {{columns: number, rows: number, z: Float64Array}} Sampled values at the corners of cells, row by row, from below
 * @typedef {Float64Array} Line x and y of each corner, in cells from the lower left corner of the grid
 */

/** By which corners of a cell lie below, counterclockwise from the lower left: the sides that a line comes from and leads to. */
const PIECES = [[], [0, 3], [1, 0], [1, 3], [2, 1], [0, 3, 2, 1], [2, 0], [2, 3], [3, 2], [0, 2], [1, 0, 3, 2], [1, 2], [3, 1], [0, 1], [3, 0], []];
/** Where both corners of a diagonal lie below, and the middle of the cell too. */
const JOINED = { 5: [0, 1, 2, 3], 10: [1, 2, 3, 0] };

/**
 * @param {Sampled} sampled
 * @param {number[]} levels in ascending order
 * @returns {Line[][]} of each level
 */
export function outlines({ columns, rows, z }, levels) {
  const wide = columns + 2; // around the grid lie corners above every level, so that each line is closed
  const high = rows + 2;
  const at = new Uint8Array(wide * high).fill(levels.length); // the first level that a corner is below
  for (let j = 0; j < rows; j++) for (let i = 0; i < columns; i++) at[(j + 1) * wide + i + 1] = below(z[j * columns + i], levels);
  /** @type {number[][]} */
  const pieces = levels.map(() => []);
  for (let j = 0; j < high - 1; j++) {
    for (let i = 0; i < wide - 1; i++) {
      const corner = j * wide + i;
      const [a, b, c, d] = [at[corner], at[corner + 1], at[corner + wide + 1], at[corner + wide]];
      if (a === b && b === c && c === d) continue;
      const last = Math.max(a, b, c, d);
      for (let level = Math.min(a, b, c, d); level < last; level++) {
        const kind = Number(a <= level) + 2 * Number(b <= level) + 4 * Number(c <= level) + 8 * Number(d <= level);
        const sides = (kind === 5 || kind === 10) && middle(i - 1, j - 1) < levels[level] ? JOINED[kind] : PIECES[kind];
        for (const side of sides) pieces[level].push(4 * corner + side);
      }
    }
  }

  /** @param {number} i @param {number} j @returns {number} the value in the middle of a cell */
  function middle(i, j) {
    const k = j * columns + i;
    return 0.25 * (z[k] + z[k + 1] + z[k + columns] + z[k + columns + 1]);
  }

  const next = new Int32Array(2 * wide * high).fill(-1); // from the edge between two corners to the one after it on the line
  /** @param {number} side four times the corner of a cell, and which of its sides @returns {number} the edge: at a corner, to the right or up */
  const edge = (side) => {
    const corner = side >> 2;
    switch (side & 3) {
      case 0: return 2 * corner;
      case 1: return 2 * (corner + 1) + 1;
      case 2: return 2 * (corner + wide);
      default: return 2 * corner + 1;
    }
  };
  return pieces.map((sides, index) => {
    const edges = sides.map(edge);
    for (let k = 0; k < edges.length; k += 2) next[edges[k]] = edges[k + 1];
    return lines(edges, next, { columns, rows, z, wide, level: levels[index] });
  });
}

/** @param {number} value @param {number[]} levels @returns {number} the first level that it is below; a value that is no number is below none */
function below(value, levels) {
  let k = 0;
  while (k < levels.length && !(value < levels[k])) k++;
  return k;
}

/**
 * @param {number[]} edges on the lines
 * @param {Int32Array} next which is −1 everywhere afterwards
 * @param {Sampled & {wide: number, level: number}} grid
 * @returns {Line[]}
 */
function lines(edges, next, { columns, rows, z, wide, level }) {
  const found = [];
  for (let k = 0; k < edges.length; k += 2) {
    const points = [];
    for (let one = edges[k]; next[one] >= 0;) {
      const corner = one >> 1;
      const [i, j] = [(corner % wide) - 1, Math.floor(corner / wide) - 1];
      const up = one & 1;
      const part = crossing(i, j, i + 1 - up, j + up);
      points.push(i + (1 - up) * part, j + up * part);
      const after = next[one];
      next[one] = -1;
      one = after;
    }
    if (points.length) found.push(Float64Array.from(points));
  }
  return found;

  /** @param {number} i @param {number} j @param {number} i2 @param {number} j2 @returns {number} where the level lies between two corners, from 0 to 1 */
  function crossing(i, j, i2, j2) {
    const [value, other] = [valueAt(i, j), valueAt(i2, j2)];
    if (!Number.isFinite(value)) return 1;
    return Number.isFinite(other) ? (level - value) / (other - value) : 0;
  }

  /** @param {number} i @param {number} j */
  function valueAt(i, j) {
    return i >= 0 && i < columns && j >= 0 && j < rows ? z[j * columns + i] : Infinity;
  }
}
