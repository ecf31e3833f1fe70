/**
 * What the page shows of a surface while a slider of it moves, as the server will say it. Pure.
 *
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 */

import { framed } from "../state/region.js";
import { constantsOf, withModel } from "./constants.js";
import { contoursOf, levelsOf, sample } from "./contours.js";
import { pointsOf } from "./points.js";

const CELLS = 100; // of the grid that is traced, along its longer side

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
  const kinks = near.landmarks.filter(({ smooth }) => !smooth); // which have no gradient whatever the values
  const landmarks = found.landmarks.map((one) => ({ ...one, smooth: !kinks.some(({ x, y }) => x === one.x && y === one.y) }));
  const shown = framed(region, near.domain);
  const sampled = sample((x, y) => code.value(x, y, q), shown, cells || CELLS);
  const levels = levelsOf(sampled.z, floor, region ? null : code.power);
  const criteria = { ...near.bound.criteria, minima: minima.map(([x, y]) => /** @type {[number, number, number]} */ ([x, y, 0])), floor, saddle };
  return {
    ...near, key, isComputed: true, parameters: values, region: shown, floor, landmarks, minima, saddles, maxima,
    data: near.data && withModel(near.data, values),
    values: cells ? { ...sampled, levels } : null,
    contours: contoursOf(sampled, levels, landmarks.map(({ x, y }) => [x, y]), near.contours),
    bound: { q, floor, criteria },
  };
};
