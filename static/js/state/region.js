/**
 * The part of the plane that the plots show, if it is not the domain. optimizers/picture/region.py is its twin. Pure.
 *
 * @typedef {import("../base/types.js").Domain} Domain
 * @typedef {import("../base/types.js").Region} Region
 */

import { parseNumber, roundTo } from "../base/numbers.js";

/** A region is at least so many times as wide or as high as the domain, whichever is more. */
export const SMALLEST = 1e-5;
const SLACK = 1e-3; // of that, so that a region which was enlarged to it is legal when it is read again
const REACH = 1e7; // how far from the origin a region may reach
const DIGIT = 1e-4; // of its width or height: digits below it would be invisible, and only make the address longer
const SAME = 0.01; // of the domain: a region whose sides are nearer to those of the domain is the domain

/**
 * @param {Region|null} region null for the domain
 * @param {Domain} domain
 * @returns {Domain} what the plots show: the region, enlarged around its center to the shape of the domain
 */
export function framed(region, domain) {
  if (!region) return domain;
  const size = share(region, domain);
  const [left, right, bottom, top] = region;
  return around((left + right) / 2, (bottom + top) / 2, size, domain);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {Domain} domain
 * @returns {Domain} around a point, `size` times as wide and as high as the domain
 */
function around(x, y, size, [[low, high], [under, over]]) {
  const [half, tall] = [(size * (high - low)) / 2, (size * (over - under)) / 2];
  return [[x - half, x + half], [y - tall, y + tall]];
}

/** @param {Region} region @param {Domain} domain @returns {number} how many times as wide or as high as the domain it is, whichever is more */
export const share = ([left, right, bottom, top], [[low, high], [under, over]]) => Math.max((right - left) / (high - low), (top - bottom) / (over - under));

/** @param {Domain} shown @returns {Region} */
export const regionOf = ([[left, right], [bottom, top]]) => [left, right, bottom, top];

/**
 * @param {Region} region four finite numbers
 * @param {Domain} domain
 * @returns {Region} the legal region nearest to it
 */
export function nearest(region, domain) {
  const [left, right, bottom, top] = region.map((value) => Math.min(Math.max(value, -REACH), REACH));
  /** @type {Region} */
  const ordered = [Math.min(left, right), Math.max(left, right), Math.min(bottom, top), Math.max(bottom, top)];
  if (share(ordered, domain) >= SMALLEST * (1 - SLACK)) return ordered;
  const middles = [(ordered[0] + ordered[1]) / 2, (ordered[2] + ordered[3]) / 2].map((at, i) => {
    const half = (SMALLEST * (domain[i][1] - domain[i][0])) / 2;
    return Math.min(Math.max(at, half - REACH), REACH - half);
  });
  return regionOf(around(middles[0], middles[1], SMALLEST, domain));
}

/**
 * @param {Domain} shown what the plots shall show
 * @param {Domain} domain
 * @returns {Region|null} the region that the state holds for it: legal, in short numbers, and null if it is the domain
 */
export function written(shown, domain) {
  const region = regionOf(framed(nearest(regionOf(shown), domain), domain));
  const [across, along] = [region[1] - region[0], region[3] - region[2]];
  const whole = regionOf(domain).every((side, i) => Math.abs(region[i] - side) < SAME * (i < 2 ? domain[0][1] - domain[0][0] : domain[1][1] - domain[1][0]));
  if (whole) return null;
  return /** @type {Region} */ (region.map((side, i) => Math.min(Math.max(roundTo(side, DIGIT * (i < 2 ? across : along)), -REACH), REACH)));
}

/**
 * @param {string|undefined} text of the address, which the server has checked
 * @returns {Region|null}
 */
export function readRegion(text) {
  const numbers = (text ?? "").split(",").map((part) => parseNumber(part.trim()));
  const legal = numbers.length === 4 && numbers.every((one) => one !== null && Number.isFinite(one));
  return legal ? /** @type {Region} */ (numbers) : null;
}
