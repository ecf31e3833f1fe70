/**
 * Draws the paths of a start that has just been added from the start to the end, while the others stay as they are. Pure.
 *
 * @typedef {import("../base/types.js").RunSet} RunSet
 * @typedef {{start: number, begun: number}} Growth the index of the start, and when its paths began to grow, in ms
 */

const DURATION = 1200; // ms

/**
 * @param {string[]} before labels of the starts
 * @param {string[]} after
 * @returns {number} the index of the only one that is new, -1 if there is no such start
 */
export function added(before, after) {
  const old = new Set(before);
  const found = after.findIndex((label) => !old.has(label));
  return before.length + 1 === after.length && before.every((label) => after.includes(label)) ? found : -1;
}

/** @param {Growth} growth @param {number} now ms @returns {boolean} whether the paths are still growing */
export const isGrowing = ({ begun }, now) => now < begun + DURATION;

/**
 * @param {RunSet} runSet
 * @param {Growth} growth
 * @param {number} now ms
 * @returns {RunSet} the same with the runs of the new start as far as they have grown
 */
export function grown(runSet, { start, begun }, now) {
  const part = Math.min(Math.max((now - begun) / DURATION, 0), 1);
  const runs = runSet.runs.map((run) => (run.start === start ? { ...run, length: Math.min(run.length, 1 + Math.floor(part * (run.length - 1))) } : run));
  return { ...runSet, runs };
}
