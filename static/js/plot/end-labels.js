/**
 * Positions of the labels at the ends of paths. The run under the pointer chooses first, then the run with the smallest loss,
 * and so on. A label that would cover another label or the badge of a start moves to another row or side, and is left out
 * if none is free. It keeps clear of the numbers of ticks and contour lines if it can. optimizers/picture/end_labels.py is its twin.
 * Pure.
 *
 * @typedef {import("../base/types.js").Box} Box
 * @typedef {import("../base/types.js").LabelPosition} LabelPosition
 * @typedef {import("../base/types.js").Pixel} Pixel
 * @typedef {import("../base/types.js").PathEnd} PathEnd
 */

import { GAP } from "./handle-layout.js";

const ROW = 16; // px between the baselines of two labels
const ASIDE = 14; // px from the end of the path to the text
const FAR = 2; // rows between a label and its end, at most; a path that leaves may have its label anywhere along the edge
const [ASCENT, DESCENT] = [12, 4]; // px of the text above and below its baseline
const RIGHT = 0.6; // of the plot area's width: beyond it a label is placed at the left of its end

/**
 * @param {PathEnd[]} ends
 * @param {{width: number, height: number}} area
 * @param {Pixel[]} [badges] the centers of the starts' badges
 * @param {Box[]} [numbers] where other numbers are
 * @returns {(LabelPosition|null)[]} null where there is no room
 */
export function layLabels(ends, area, badges = [], numbers = []) {
  /** @type {{left: number, right: number, baseline: number, text: string}[]} */
  const taken = [];
  /** @type {(LabelPosition|null)[]} */
  const positions = ends.map(() => null);
  for (const i of ranked(ends)) {
    const free = candidates(ends[i], area).filter((candidate) => {
      const own = box(candidate, ends[i]);
      return !taken.some((other) => covers(other, own)) && !badges.some((badge) => touches(own, badge));
    });
    const position = free.find((candidate) => !numbers.some((number) => hides(box(candidate, ends[i]), number))) ?? free[0];
    if (!position || repeats(ends[i], ends, positions)) continue;
    positions[i] = position;
    taken.push(box(position, ends[i]));
  }
  return positions;
}

/** @param {PathEnd[]} ends @returns {number[]} their indices, in the order in which they choose */
function ranked(ends) {
  const rank = (/** @type {PathEnd} */ { loss }) => (Number.isNaN(loss) ? Infinity : loss);
  return ends.map((_, i) => i).sort((i, j) => {
    const [a, b] = [ends[i], ends[j]];
    return Number(b.hovered) - Number(a.hovered) || (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b)));
  });
}

/**
 * @param {PathEnd} end
 * @param {{width: number, height: number}} area
 * @returns {LabelPosition[]} the possible positions of its label, the best first
 */
function candidates({ x, y, width, leaves }, area) {
  /** @type {LabelPosition["align"]} */
  const usual = x > area.width * RIGHT ? "right" : "left";
  const room = { left: x + ASIDE + width <= area.width, right: x - ASIDE >= width };
  const baseline = Math.min(Math.max(y + DESCENT, ASCENT + 2), area.height - 6);
  const inward = y < area.height / 2 ? ROW : -ROW;
  const rows = [0];
  for (let k = 1; k <= (leaves ? area.height / ROW : FAR); k++) rows.push(k * inward, ...(leaves ? [] : [-k * inward]));
  /** @type {LabelPosition["align"][]} */
  const sides = usual === "left" ? ["left", "right"] : ["right", "left"];
  const fitting = room.left || room.right ? sides.filter((align) => room[align]) : [usual]; // on a narrow plot maybe neither side has room
  return rows.flatMap((row) => fitting.map((align) => ({ x: x + (align === "left" ? ASIDE : -ASIDE), baseline: baseline + row, align })))
    .filter(({ baseline: line }) => line >= ASCENT && line <= area.height - DESCENT);
}

/** @param {LabelPosition} position @param {{width: number, text: string}} end */
function box({ x, baseline, align }, { width, text }) {
  return { left: align === "left" ? x : x - width, right: align === "left" ? x + width : x, baseline, text };
}

/** @param {{left: number, right: number, baseline: number}} a @param {{left: number, right: number, baseline: number}} b */
const covers = (a, b) => a.left < b.right && b.left < a.right && Math.abs(a.baseline - b.baseline) < ROW;

/** @param {{left: number, right: number, baseline: number}} label @param {Pixel} badge */
const touches = ({ left, right, baseline }, { x, y }) =>
  x + GAP / 2 > left && x - GAP / 2 < right && y + GAP / 2 > baseline - ASCENT && y - GAP / 2 < baseline + DESCENT;

/** @param {{left: number, right: number, baseline: number}} label @param {Box} number */
const hides = ({ left, right, baseline }, number) =>
  left < number.right && number.left < right && baseline - ASCENT < number.bottom && number.top < baseline + DESCENT;

/**
 * @param {PathEnd} end
 * @param {PathEnd[]} ends
 * @param {(LabelPosition|null)[]} positions
 * @returns {boolean} whether this end already has the same label, for a run from another start
 */
function repeats(end, ends, positions) {
  return ends.some((other, i) => positions[i] !== null && other.text === end.text && Math.hypot(other.x - end.x, other.y - end.y) < ROW);
}
