/**
 * From surface coordinates to the pixels of a plot whose axes are 1:1. optimizers/picture/geometry.py is its twin.
 *
 * @typedef {import("../base/types.js").Domain} Domain
 * @typedef {import("../base/types.js").PlotArea} PlotArea
 */

/** How far badges, ends and arrows reach beyond the plot area, in px. panel.css has the same. */
export const BLEED = 10;

/**
 * @param {Domain} domain
 * @param {number} width px of the plot area, without margins
 * @returns {PlotArea}
 */
export function plotArea(domain, width) {
  const scale = width / (domain[0][1] - domain[0][0]);
  return { domain, width, scale, height: scale * (domain[1][1] - domain[1][0]) };
}

const [NARROWEST, LOWEST] = [60, 20]; // px of a plot area

/**
 * @param {Domain} domain
 * @param {number} width px available
 * @param {number} most the greatest height of the plot in px
 * @returns {PlotArea} the largest area that fits
 */
export function fit(domain, width, most) {
  const inner = Math.max(NARROWEST, width);
  const fitted = plotArea(domain, inner);
  const highest = Math.max(LOWEST, most); // a hidden plot has no height
  return fitted.height <= highest ? fitted : plotArea(domain, (inner * highest) / fitted.height);
}

/**
 * @param {Domain} domain
 * @param {import("../base/types.js").Values} conditions
 * @returns {number} the radius of the ring around every minimum, in units of the surface; 0 if the loss decides
 */
export function ringRadius([[left, right], [bottom, top]], { target, tolerance }) {
  return target === "distance" ? Number(tolerance) * Math.hypot(right - left, top - bottom) : 0;
}

/** Px, the width of the lines that mark a minimum. */
export const MINIMUM_LINE = 1.5;
/** Of the ring of a minimum without a mark, and of circles: there are many, which must not hide the surface. */
export const FAINT_LINE = 0.75;

/** @param {import("../base/types.js").Landmark} one @returns {boolean} whether it is a circle or has no mark, and a thin line */
export const isFaint = (one) => one.radius > 0 || !one.marked;
const ARM = 6; // px

/**
 * @param {number} ring px, the radius of the ring; 0 for none
 * @returns {[number, number]} where the arms of the cross at a minimum begin and end, in px from the minimum; they stay
 *   outside a small ring, which the cross would otherwise hide
 */
export const arms = (ring) => (ring < ARM ? [ring, ring + ARM] : [0, ARM]);

/**
 * @param {number} radius of a circle of minima, 0 for a point
 * @param {number} ring its radius; 0 where the loss decides, then only a circle has a line
 * @returns {number[]} the radii of the lines within which, or between which, a run has reached a minimum
 */
export function ringLines(radius, ring) {
  if (ring === 0) return radius > 0 ? [radius] : [];
  return radius > ring ? [radius - ring, radius + ring] : [radius + ring];
}

/** The four directions of a cross. @type {[number, number][]} */
export const DIRECTIONS = [[1, 0], [0, 1], [-1, 0], [0, -1]];

/**
 * The lines that mark a saddle point, a ×, and a maximum, a triangle; in px from the point, down as on a screen. The
 * library's pictures have the same.
 * @type {{saddle: [number, number][][], maximum: [number, number][][]}}
 */
export const GLYPHS = {
  saddle: [[[-4, -4], [4, 4]], [[-4, 4], [4, -4]]],
  maximum: [[[-5, 4], [0, -5], [5, 4], [-5, 4]]],
};

/** @param {PlotArea} area @param {number} x */
export const across = (area, x) => (x - area.domain[0][0]) * area.scale;
/** @param {PlotArea} area @param {number} y */
export const down = (area, y) => (area.domain[1][1] - y) * area.scale;

/**
 * @param {PlotArea} area
 * @param {number} px
 * @param {number} py
 * @returns {{x: number, y: number}} the point of the surface under a pixel of the plot area
 */
export function at(area, px, py) {
  return { x: area.domain[0][0] + px / area.scale, y: area.domain[1][1] - py / area.scale };
}

/**
 * @param {Domain} domain
 * @param {number} x
 * @param {number} y
 */
export function holds(domain, x, y) {
  return x >= domain[0][0] && x <= domain[0][1] && y >= domain[1][0] && y <= domain[1][1];
}

/**
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 * @param {number} count how many points of the path to look at
 * @param {Domain} domain
 * @returns {{step: number, x: number, y: number, angle: number}|null} where the path leaves the plot area for good: the
 *   step, the point on the edge and the direction; null if the path ends inside
 */
export function leave(xs, ys, count, domain) {
  let k = count - 1;
  if (holds(domain, xs[k], ys[k])) return null;
  while (k >= 0 && !holds(domain, xs[k], ys[k])) k--;
  if (k < 0) {
    const end = [xs[count - 1], ys[count - 1]];
    const [x, y] = end.map((value, i) => Math.min(Math.max(value, domain[i][0]), domain[i][1]));
    return { step: 0, x, y, angle: Math.atan2(end[1] - y, end[0] - x) };
  }
  const start = [xs[k], ys[k]];
  const step = [xs[k + 1] - xs[k], ys[k + 1] - ys[k]];
  let reach = 1;
  for (let i = 0; i < 2; i++) {
    const edge = step[i] > 0 ? domain[i][1] : domain[i][0];
    if (step[i] !== 0) reach = Math.min(reach, (edge - start[i]) / step[i]);
  }
  return {
    step: k + 1,
    x: start[0] + reach * step[0],
    y: start[1] + reach * step[1],
    angle: Math.atan2(step[1], step[0]),
  };
}

/** How far a path is drawn beyond the plot area, in px: more than its line is wide. */
export const ROOM = 20;
const BLUR = 1e12; // px: between two points as far away as this, float64 cannot tell where a line passes

/**
 * Clips the line from one point of a path to the next. A run that diverges goes so far that no canvas can draw the line or
 * count its dashes, and moving its end nearer would turn the line.
 * @param {PlotArea} area
 * @param {number} ax px of the plot area, like all of these
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @returns {[number, number]|null} where the visible part begins and ends, as fractions of the line; null if nothing is visible
 */
export function visible(area, ax, ay, bx, by) {
  if (Math.max(Math.abs(ax), Math.abs(ay)) > BLUR && Math.max(Math.abs(bx), Math.abs(by)) > BLUR) return null;
  let begin = 0;
  let end = 1;
  for (let i = 0; i < 2; i++) {
    const [from, way, most] = i ? [ay, by - ay, area.height + ROOM] : [ax, bx - ax, area.width + ROOM];
    if (way === 0) {
      if (from < -ROOM || from > most) return null;
      continue;
    }
    const [one, other] = [(-ROOM - from) / way, (most - from) / way];
    begin = Math.max(begin, Math.min(one, other));
    end = Math.min(end, Math.max(one, other));
  }
  return begin < end ? [begin, end] : null;
}

/**
 * @param {[number, number]} interval
 * @param {number} most
 * @returns {number[]} at most `most` + 1 round numbers in the interval, evenly spaced by 1, 2 or 5 times a power of ten; where
 *   they would be fewer than three, a finer spacing is taken if that does not make too many
 */
export function ticks(interval, most) {
  const raw = (interval[1] - interval[0]) / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const coarse = FACTORS.findIndex((factor) => factor * power >= raw * (1 - 1e-9));
  const found = multiples((FACTORS[coarse] ?? 10) * power, interval);
  const finer = coarse > 0 && found.length < FEW ? multiples(FACTORS[coarse - 1] * power, interval) : found;
  return finer.length <= most + 1 ? finer : found;
}

/**
 * Their numbers lie in the plot, so there are none near its corners, where they would cover each other or be cut.
 * @param {Domain} domain
 * @returns {{across: number[], down: number[]}} the ticks of a plot: their x below, and their y at the left
 */
export function axes([[left, right], [bottom, top]]) {
  const [edge, foot] = [EDGE * (right - left), FOOT * (top - bottom)];
  return { across: ticks([left + edge, right - edge], 6), down: ticks([bottom + foot, top - EDGE * (top - bottom)], 6) };
}

const [EDGE, FOOT] = [0.04, 0.1]; // parts of an axis at its ends without ticks; FOOT is below, where the numbers of x are
const FACTORS = [1, 2, 5, 10];
const FEW = 3; // ticks of an axis, which should be at least so many

/** @param {number} spacing @param {[number, number]} interval @returns {number[]} */
function multiples(spacing, [low, high]) {
  const first = Math.ceil(low / spacing - 1e-9);
  const count = Math.floor(high / spacing + 1e-9) - first + 1; // NaN where the interval is empty
  return Array.from({ length: count }, (_, k) => spacing * (first + k));
}
