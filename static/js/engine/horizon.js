/**
 * The step from which rounding decides a path: the twin of optimizers/run/horizon.py. Pure.
 *
 * @typedef {import("../base/types.js").JudgedRun} JudgedRun
 */

import { descend } from "./kernel.js";
import { recordOf } from "./record.js";

const SHARE = 0.5; // of a pixel, because a few copies do not go as far as rounding might

/**
 * @param {JudgedRun} run
 * @param {import("./simulate.js").Prepared} prepared
 * @param {{x: number, y: number}} start
 * @param {Pick<import("./judge.js").Criteria, "pixel"|"domain">} criteria
 * @param {Float64Array[]} nudges of each copy
 * @returns {number|null} the first step at which a copy of the run, nudged after every step, is too far from it; null for never
 */
export function horizon(run, { optimizers, ground, drawn }, start, { pixel, domain: [left, right, bottom, top] }, nudges) {
  const one = optimizers[run.optimizer];
  const giving = one.lengthFrom === null ? null : optimizers[one.lengthFrom];
  const allowed = SHARE * pixel;
  const near = 0.99 * allowed * allowed;
  const [middle, height] = [0.5 * (left + right), 0.5 * (bottom + top)];
  let rows = run.length;
  let found = null;
  for (const copy of nudges) {
    const record = recordOf(rows);
    const nudged = { x: start.x * copy[0], y: start.y * copy[1] };
    const length = descend(one, giving, ground, nudged, drawn, record, { nudges: copy });
    for (let k = 0; k < length; k += 1) {
      const dx = run.x[k] - record.x[k];
      const dy = run.y[k] - record.y[k];
      if (dx * dx + dy * dy < near) continue; // near enough, wherever it is
      const away = Math.hypot(run.x[k] - middle, run.y[k] - height) / (right - left);
      if (Math.hypot(dx, dy) > allowed * (away > 1 ? away : 1)) {
        found = rows = k;
        break;
      }
    }
    if (rows === 0) break;
  }
  return found;
}
