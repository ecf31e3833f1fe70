/**
 * Which part of the plane to show next: nearer, farther, aside, the end of the runs, or everything. Pure.
 *
 * @typedef {import("../base/types.js").Domain} Domain
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").Landmark} Landmark
 */

/** How many times nearer a key or a button of the menu comes. */
export const NEARER = 2;
const TAIL = [20, 0.1]; // the last steps of a run: so many, or so much of it, whichever is more
const NEAR = 4; // rings: a run whose last steps go farther away does not count as one at the minimum
const STILL = 0.02; // rings: a run whose last steps stay nearer has come to rest
const ROOM = 1.3; // between the outermost point of the last steps and the edge
const AROUND = 1.6; // rings to the edge, if all runs have come to rest
const FAR = 3; // domains: a run that diverges is not followed farther than this
const MARGIN = 0.05; // of what is shown, around everything

/**
 * @param {Domain} shown
 * @param {number} factor how many times as wide as before
 * @param {{x: number, y: number}} [at] the point that stays where it is, by default the center
 * @returns {Domain}
 */
export function zoomed(shown, factor, at) {
  const fixed = [at?.x, at?.y].map((value, i) => value ?? (shown[i][0] + shown[i][1]) / 2);
  const [x, y] = shown.map((side, i) => side.map((value) => fixed[i] + factor * (value - fixed[i])));
  return [[x[0], x[1]], [y[0], y[1]]];
}

/** @param {Domain} shown @param {number} dx @param {number} dy in units of the surface @returns {Domain} */
export const moved = ([[left, right], [bottom, top]], dx, dy) => [[left + dx, right + dx], [bottom + dy, top + dy]];

/**
 * @param {{x: number, y: number}} a
 * @param {{x: number, y: number}} b
 * @returns {Domain} with a and b in opposite corners
 */
export const box = (a, b) => [[Math.min(a.x, b.x), Math.max(a.x, b.x)], [Math.min(a.y, b.y), Math.max(a.y, b.y)]];

/**
 * Shows the last steps of the runs that are at a minimum, so that a cycle around it is seen; if all have come to rest, the ring.
 * @param {Domain} domain
 * @param {Landmark[]} landmarks
 * @param {Run[]} runs
 * @param {number} ring its radius, greater than 0
 * @returns {Domain|null} around the minimum at which most runs end, otherwise around that nearest to an end; null without a minimum
 */
export function toMinimum(domain, landmarks, runs, ring) {
  const minima = landmarks.filter(({ kind }) => kind === "minimum");
  /** @type {Map<Landmark, {count: number, reach: number}>} */
  const found = new Map();
  let closest = { distance: Infinity, minimum: minima[0] };
  for (const run of runs) {
    for (const minimum of minima) {
      const distance = away(run, run.length - 1, minimum);
      if (distance < closest.distance) closest = { distance, minimum };
    }
    const own = minima.reduce((best, one) => (away(run, run.length - 1, one) < away(run, run.length - 1, best) ? one : best), minima[0]);
    if (!own) return null;
    const reach = tail(run, own);
    if (!(reach < NEAR * ring)) continue;
    const known = found.get(own) ?? { count: 0, reach: 0 };
    found.set(own, { count: known.count + 1, reach: Math.max(known.reach, reach) });
  }
  if (!closest.minimum) return null;
  const [minimum, { reach }] = [...found].sort(([, a], [, b]) => b.count - a.count)[0] ?? [closest.minimum, { reach: 0 }];
  const half = reach > STILL * ring ? ROOM * reach : AROUND * ring;
  const [wide, high] = domain.map(([low, top]) => top - low);
  const scale = (2 * half) / Math.min(wide, high);
  const point = at(minimum, runs);
  return [[point.x - (scale * wide) / 2, point.x + (scale * wide) / 2], [point.y - (scale * high) / 2, point.y + (scale * high) / 2]];
}

/** @param {Run} run @param {number} k @param {Landmark} minimum @returns {number} how far step k is from a minimum, or from a circle of minima */
const away = (run, k, { x, y, radius }) => Math.abs(Math.hypot(run.x[k] - x, run.y[k] - y) - radius);

/** @param {Run} run @param {Landmark} minimum @returns {number} how far its last steps go away from the minimum */
function tail(run, minimum) {
  const count = Math.min(run.length, Math.max(TAIL[0], Math.round(TAIL[1] * run.length)));
  let reach = 0;
  for (let k = run.length - count; k < run.length; k++) reach = Math.max(reach, away(run, k, minimum));
  return reach;
}

/** @param {Landmark} minimum @param {Run[]} runs @returns {{x: number, y: number}} the minimum, of a circle of minima the point nearest to the end of a run */
function at({ x, y, radius }, runs) {
  if (!radius || !runs.length) return { x, y };
  const ends = runs.map((run) => [run.x[run.length - 1] - x, run.y[run.length - 1] - y]).filter((end) => end.every(Number.isFinite));
  const [dx, dy] = ends.sort((a, b) => Math.abs(Math.hypot(...a) - radius) - Math.abs(Math.hypot(...b) - radius))[0] ?? [1, 0];
  const length = Math.hypot(dx, dy) || 1;
  return { x: x + (radius * dx) / length, y: y + (radius * dy) / length };
}

/**
 * @param {Domain} domain
 * @param {{x: number, y: number}[]} starts
 * @param {Run[]} runs
 * @returns {Domain} the domain, or what it takes to show all starts and paths too; a run that diverges is followed only so far
 */
export function everything(domain, starts, runs) {
  const hull = domain.map(([low, high]) => [low, high]);
  const add = (/** @type {number[]} */ point) => point.forEach((value, i) => {
    hull[i][0] = Math.min(hull[i][0], value);
    hull[i][1] = Math.max(hull[i][1], value);
  });
  for (const { x, y } of starts) add([x, y]);
  const far = zoomed(domain, 2 * FAR + 1);
  for (const run of runs) {
    for (let k = 0; k < run.length; k++) {
      const point = [run.x[k], run.y[k]];
      const within = point.every((value, i) => value >= far[i][0] && value <= far[i][1]);
      if (within || (run.status !== "diverged" && point.every(Number.isFinite))) add(point);
    }
  }
  if (hull.every(([low, high], i) => low === domain[i][0] && high === domain[i][1])) return domain;
  const [x, y] = hull.map(([low, high]) => [low - MARGIN * (high - low), high + MARGIN * (high - low)]);
  return [[x[0], x[1]], [y[0], y[1]]];
}
