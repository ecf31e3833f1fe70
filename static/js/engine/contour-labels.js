/**
 * Where contour lines have their labels: on a piece that is straight and rather horizontal, toward the lower right. Twin of `_labels` in
 * optimizers/picture/contours.py. Pure.
 *
 * @typedef {[number, number]} Position px of a plot that is REFERENCE wide
 */

const LABELLED = [0.25, 0.5, 0.75]; // of the levels
const REFERENCE = 400; // px: the width of the plot for which labels are placed; in a larger one they have more room
const EDGE = [40, 14]; // px from the middle of a label to the right and the upper edge
const NUMBERS = 44; // px from the middle of a label to the left edge, where the numbers of y are
const FOOT = 0.1; // of the height, where the numbers of x are
const ABOVE = 8; // px from the middle of a label to these
const APART = [44, 20]; // px between the middles of two labels, across or down
const BESIDE = 16; // px from a label to a point where the surface is stationary
const STRAIGHT = 18; // px: the piece of a line that a label covers
const NEAR = 2; // px between two positions that are tried
const CORNER = [0.75, 0.7]; // of the width and the height, from where labels should not be far: paths are elsewhere mostly

/** @param {number} count of levels @returns {number[]} the indices of those that have a label, if there is room for one */
const labelled = (count) => [...new Set(LABELLED.map((part) => Math.round(part * (count + 1)) - 1))].filter((index) => index >= 0 && index < count);

/**
 * @param {Float64Array[][]} below the outlines of each level, in px of a plot
 * @param {[number, number][]} marks where the surface is stationary, in the same px
 * @param {number} width of that plot
 * @param {number} height of it
 * @returns {Map<number, [number, number]>} the middle of the label of a level, by its index, in px of the plot
 */
export function labelPositions(below, marks, width, height) {
  const scale = REFERENCE / width;
  const small = (/** @type {ArrayLike<number>} */ line) => Array.from(line, (value) => value * scale);
  const landmarks = marks.map((mark) => /** @type {Position} */ (small(mark)));
  /** @type {Map<number, Position>} */
  const found = new Map();
  for (const index of labelled(below.length)) {
    const best = bestPosition(below[index].map(small), REFERENCE, height * scale, landmarks, [...found.values()]);
    if (best) found.set(index, best);
  }
  return new Map([...found].map(([index, [x, y]]) => [index, [x / scale, y / scale]]));
}

/**
 * @param {number[][]} lines x and y of each corner, closed
 * @param {number} width
 * @param {number} height
 * @param {Position[]} landmarks
 * @param {Position[]} taken by other labels
 * @returns {Position|null} null if there is no room
 */
function bestPosition(lines, width, height, landmarks, taken) {
  const room = [NUMBERS, width - EDGE[0], EDGE[1], (1 - FOOT) * height - ABOVE];
  /** @type {Position|null} */
  let best = null;
  let least = Infinity;
  for (const line of lines) {
    const at = along([...line, line[0], line[1]]);
    for (let way = STRAIGHT / 2; way < at.length - STRAIGHT / 2; way += NEAR) {
      const [x, y] = at.position(way);
      if (x < room[0] || x > room[1] || y < room[2] || y > room[3]) continue;
      const [[fromX, fromY], [toX, toY]] = [at.position(way - STRAIGHT / 2), at.position(way + STRAIGHT / 2)];
      const chord = Math.hypot(toX - fromX, toY - fromY);
      if (chord <= 0.95 * STRAIGHT) continue;
      const cost = Math.abs(toY - fromY) / chord + Math.hypot(x - CORNER[0] * width, y - CORNER[1] * height) / width;
      if (cost >= least) continue;
      const isFree = landmarks.every((other) => Math.abs(x - other[0]) > BESIDE || Math.abs(y - other[1]) > BESIDE)
        && taken.every((other) => Math.abs(x - other[0]) > APART[0] || Math.abs(y - other[1]) > APART[1]);
      if (isFree) [best, least] = [[x, y], cost];
    }
  }
  return best;
}

/** @param {number[]} line @returns {{length: number, position: (way: number) => Position}} its length, and where it is after a way along it */
function along(line) {
  const ways = [0];
  for (let k = 2; k < line.length; k += 2) ways.push(ways[ways.length - 1] + Math.hypot(line[k] - line[k - 2], line[k + 1] - line[k - 1]));
  let k = 1;
  return {
    length: ways[ways.length - 1],
    position(way) {
      while (k > 1 && ways[k - 1] > way) k--;
      while (k < ways.length - 1 && ways[k] < way) k++;
      const part = (way - ways[k - 1]) / (ways[k] - ways[k - 1] || 1);
      return [line[2 * k - 2] + part * (line[2 * k] - line[2 * k - 2]), line[2 * k - 1] + part * (line[2 * k + 1] - line[2 * k - 1])];
    },
  };
}
