/**
 * What the page shows of a surface, as the server will say it: while a slider of it moves, and in a lesson file, where there is no
 * server. Pure.
 *
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 */

import { framed } from "../state/region.js";
import { constantsOf, withModel } from "./constants.js";
import { contoursOf, levelsOf, sample } from "./contours.js";
import { curvaturesOf } from "./curvatures.js";
import { groundOf } from "./entries.js";
import { pointsOf } from "./points.js";

const CELLS = 100; // of the grid that is traced while a slider moves, along its longer side
const FINE = 160; // of the one that is traced at rest, as the server traces it

/**
 * @param {import("../base/types.js").Translated} translated
 * @returns {import("../service/engine.js").GridOf}
 */
export const gridWith = (translated) => (surface, values, region, cells, near, key) => {
  const code = translated.SURFACES[surface.name];
  const q = code?.points && constantsOf(surface, values, near, translated);
  const found = q && pointsOf(code, q, translated.ROOM);
  if (!found) return null;
  const { floor, saddle, minima, saddles, maxima } = found;
  const sharp = near.landmarks.filter(({ smooth }) => !smooth); // they have no gradient whatever the values
  const landmarks = found.landmarks.map((one) => ({ ...one, smooth: !sharp.some(({ x, y }) => x === one.x && y === one.y) }));
  const criteria = { ...near.bound.criteria, minima: minima.map(([x, y]) => /** @type {[number, number, number]} */ ([x, y, 0])), floor, saddle };
  const points = [...minima, ...saddles, ...maxima];
  const level = levelOf(code, near);
  const untried = points.filter((one) => !level.some((other) => isSame(one, other)));
  const known = {
    ...near, key, isComputed: true, parameters: values, floor, landmarks, minima, saddles, maxima,
    kinks: near.kinks.filter((kink) => points.some((one) => isSame(one, kink))),
    data: near.data && withModel(near.data, values),
    bound: { q, floor, criteria, curvatures: curvaturesOf(code, q, criteria.domain), tilted: [], untried },
  };
  return { ...known, ...drawn(known, { code, power: code.power, floor }, region, cells, cells || CELLS, near.contours) };
};

/**
 * @param {import("../base/types.js").Translated} translated
 * @returns {(surface: import("../base/types.js").Surface, known: SurfaceGrid, region: import("../base/types.js").Region|null, cells: number) => SurfaceGrid|null}
 *   a surface of which everything is known, in a region; null where the engine has no code for it
 */
export const tracedWith = (translated) => (surface, known, region, cells) => {
  const ground = groundOf(surface, known.parameters, known.bound, null, translated);
  if (!ground) return null;
  const power = translated.SURFACES[surface.name]?.power ?? null;
  return { ...known, ...drawn(known, { code: ground.surface, power, floor: known.floor }, region, cells, cells || FINE, null) };
};

/** @param {import("../base/types.js").SurfaceCode} code @param {Float64Array} q @returns {import("./contours.js").Height} */
function heightOf(code, q) {
  const [at, slope] = [new Float64Array(2), new Float64Array(2)];
  return (x, y) => {
    at[0] = x;
    at[1] = y;
    return code.evaluate(at, slope, q);
  };
}

/**
 * @param {Pick<SurfaceGrid, "domain"|"bound"|"landmarks"|"contours">} known
 * @param {{code: import("../base/types.js").SurfaceCode, power: number|null, floor: number|null}} drawable
 * @param {import("../base/types.js").Region|null} region
 * @param {number} cells for the 3-D view, 0 for none
 * @param {number} longest how many cells are traced along the longer side
 * @param {import("../base/types.js").Contours|null} before
 * @returns {Pick<SurfaceGrid, "region"|"values"|"contours">}
 */
function drawn({ domain, bound: { q }, landmarks, contours: { width } }, { code, power, floor }, region, cells, longest, before) {
  const shown = framed(region, domain);
  const sampled = sample(heightOf(code, q), shown, longest);
  const levels = levelsOf(sampled.z, floor, region ? null : power);
  return {
    region: shown, values: cells ? { ...sampled, levels } : null,
    contours: contoursOf(sampled, levels, landmarks.map(({ x, y }) => [x, y]), width, before),
  };
}

/**
 * @param {import("../base/types.js").TranslatedSurface} code
 * @param {SurfaceGrid} near
 * @returns {[number, number][]} where its gradient is zero, and not by rounding; where such a point is one of other values too, it is so there
 */
function levelOf(code, { minima, saddles, maxima, bound: { q, tilted } }) {
  const slope = new Float64Array(2);
  return [...minima, ...saddles, ...maxima].filter((point) => {
    code.evaluate(Float64Array.from(point), slope, q);
    return slope[0] === 0 && slope[1] === 0 && !tilted.some((one) => isSame(one, point));
  });
}

/** @param {[number, number]} point @param {[number, number]} other */
const isSame = ([x, y], [otherX, otherY]) => x === otherX && y === otherY;
