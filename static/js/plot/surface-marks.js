/**
 * Starts, minima and the ends of the paths in the 3-D view, drawn as lines on the surface: a disk at each start, a ring around
 * each end, a cross on each minimum. Markers of Plotly would need WebGL programs of their own, and a browser without a graphics card
 * takes a sixth of the time of the view to compile them. Pure.
 *
 * @typedef {import("./surface-figure.js").ValuedGrid} ValuedGrid
 * @typedef {import("./surface-figure.js").Heights} Heights
 * @typedef {{x: number, y: number}[]} Shape around (0, 0)
 * @typedef {{x: number, y: number, kind: "start"|"end"|"minimum", color: string}} Mark
 */

import { holds } from "./geometry.js";
import { above } from "./surface-figure.js";

const CORNERS = 16; // of a ring
const SIZE = 0.011; // radius of a ring over the diagonal of the plane
const TILT = 0.03; // of the height: as much as a mark may rise over its radius, since one that followed a steep wall would be a stroke
const WIDTH = 4;
const GAP = { x: NaN, y: NaN };

/** @param {number} radius @returns {Shape} */
const ring = (radius) =>
  Array.from({ length: CORNERS + 1 }, (_, k) => ({ x: radius * Math.cos((2 * Math.PI * k) / CORNERS), y: radius * Math.sin((2 * Math.PI * k) / CORNERS) }));

/** @type {Record<"start"|"end"|"minimum", Shape>} */
const SHAPES = {
  start: [...ring(0.7 * SIZE), ...ring(0.35 * SIZE)], // so close that it is full
  end: ring(SIZE),
  minimum: [{ x: -SIZE, y: 0 }, { x: SIZE, y: 0 }, GAP, { x: 0, y: -SIZE }, { x: 0, y: SIZE }],
};

/**
 * @param {Pick<Mark, "x"|"y"|"kind">[]} marks
 * @param {ValuedGrid} grid
 * @param {Heights} height
 * @returns {{x: number[], y: number[], z: number[]}} their lines; the number of points depends only on the kinds, and those
 *   outside the region are NaN
 */
export function markLines(marks, grid, height) {
  const points = marks.flatMap(({ x, y, kind }) => {
    const plane = planeAt(x, y, grid, height);
    return [...SHAPES[kind], GAP].map((corner) => {
      const [dx, dy] = [plane.diagonal * corner.x, plane.diagonal * corner.y];
      const z = plane.z + plane.slope[0] * dx + plane.slope[1] * dy;
      return Number.isFinite(z) ? { x: x + dx, y: y + dy, z } : { ...GAP, z: NaN };
    });
  });
  return { x: points.map(({ x }) => x), y: points.map(({ y }) => y), z: points.map(({ z }) => z) };
}

/**
 * @param {number} x
 * @param {number} y
 * @param {ValuedGrid} grid
 * @param {Heights} height
 * @returns {{diagonal: number, z: number, slope: number[]}} the plane of the mark of a point: tangent to the surface
 *   around the point, but not too steep, and as much higher as a curved surface needs; z: NaN for a point outside
 */
function planeAt(x, y, grid, height) {
  const diagonal = Math.hypot(...grid.region.map(([low, high]) => high - low));
  const radius = SIZE * diagonal;
  const most = TILT * (height.range[1] - height.range[0]);
  const z = holds(grid.region, x, y) ? above(grid, height, x, y) : NaN;
  const around = [[1, 0], [-1, 0], [0, 1], [0, -1]].map(([i, j]) => {
    const beside = above(grid, height, x + i * radius, y + j * radius);
    return Number.isFinite(beside) ? beside : z;
  });
  const rise = [(around[0] - around[1]) / 2, (around[2] - around[3]) / 2];
  const part = Math.min(1, most / Math.hypot(...rise) || 1);
  const over = around.map((beside, k) => beside - z - (k % 2 ? -1 : 1) * part * rise[k >> 1]);
  return { diagonal, z: z + Math.min(Math.max(0, ...over), most), slope: rise.map((value) => (part * value) / radius) };
}

/**
 * @param {Mark[]} marks
 * @param {ValuedGrid} grid
 * @param {Heights} height
 */
export const marksTrace = (marks, grid, height) => ({
  type: "scatter3d",
  mode: "lines",
  meta: "marks",
  ...markLines(marks, grid, height),
  line: { color: marks.flatMap(({ kind, color }) => [...SHAPES[kind], GAP].map(() => color)), width: WIDTH },
  hoverinfo: "skip",
  showlegend: false,
});
