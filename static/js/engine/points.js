/**
 * Where a surface is stationary, while a slider of it moves: the twin of `landmarks_at` in optimizers/surfaces/stationary.py and of the
 * landmarks in bound.py. Pure.
 *
 * @typedef {import("../base/types.js").Landmark} Landmark
 * @typedef {[number, number]} Point
 */

const CROWD = 40; // points; of more, a picture marks only the lowest minima
const LEVEL = 1e-9; // relative: minima whose values differ by less are equally low, but for rounding

/**
 * @param {import("../base/types.js").TranslatedSurface} code
 * @param {Float64Array} q its constants
 * @param {number} room how many points it has at most
 * @returns {{minima: Point[], saddles: Point[], maxima: Point[], floor: number|null, saddle: number|null, landmarks: Landmark[]}|null}
 *   floor, saddle: the lowest value, and the value at the lowest saddle; null where only the server finds the points
 */
export function pointsOf(code, q, room) {
  if (!code.points) return null;
  /** @type {Point[]} */
  const points = Array.from({ length: room }, () => [0, 0]);
  points.length = code.points(q, points);
  const h = [new Float64Array(2), new Float64Array(2)];
  /** @type {Record<"minimum"|"saddle"|"maximum", {point: Point, value: number}[]>} */
  const found = { minimum: [], saddle: [], maximum: [] };
  for (const point of points) {
    code.bend(Float64Array.from(point), h, q);
    const kind = h[0][0] * h[1][1] - h[0][1] * h[0][1] < 0 ? "saddle" : h[0][0] > 0 ? "minimum" : "maximum";
    found[kind].push({ point, value: code.value(point[0], point[1], q) });
  }
  found.minimum.sort((a, b) => a.value - b.value);
  const floor = found.minimum[0]?.value ?? null;
  const crowded = points.length > CROWD;
  const landmarks = /** @type {const} */ (["minimum", "saddle", "maximum"]).flatMap((kind) => found[kind].map(({ point: [x, y], value }) => {
    const lowest = kind === "minimum" && floor !== null && value - floor <= LEVEL * Math.max(1, Math.abs(floor));
    return { kind, x, y, value, smooth: true, lowest, radius: 0, marked: lowest || !crowded };
  }));
  const [minima, saddles, maxima] = [found.minimum, found.saddle, found.maximum].map((those) => those.map(({ point }) => point));
  const saddle = saddles.length ? Math.min(...found.saddle.map(({ value }) => value)) : null;
  return { minima, saddles, maxima, floor, saddle, landmarks };
}
