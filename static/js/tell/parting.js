/**
 * Whether an optimizer that a reader has typed takes the path of one of the catalog: the twin of optimizers/tell/parting.py. Pure.
 *
 * @typedef {import("../base/types.js").JudgedRun} JudgedRun
 * @typedef {import("./case.js").Case} Case
 * @typedef {{step: number|null, rounded: boolean, largest: number}} Parting step: from which on two paths have parted, null for never;
 *   rounded: whether rounding does it; largest: the largest difference, 0 where all bits are equal
 */

import { shortNumber } from "../base/numbers.js";

/** @param {Case} known @returns {string} how the first typed optimizer compares with those of the catalog that have equal hyper-parameters */
export function parted(known) {
  const { kinds, titles, typed } = known;
  for (const own of kinds.keys()) {
    if (!typed.optimizers[own]) continue;
    const found = [...kinds.keys()]
      .filter((other) => !typed.optimizers[other] && comparable(known, own, other))
      .map((other) => ({ other, parting: together(known, own, other) }));
    if (!found.length) continue;
    const { other, parting } = found.reduce((best, one) => (later(one.parting, best.parting) > 0 ? one : best));
    return sentence(known, titles[own], titles[other], parting);
  }
  return "";
}

/** @param {Case} known @param {number} own @param {number} other @returns {boolean} whether they have the same hyper-parameters with the same values, and equal step lengths */
function comparable({ kinds, numbers, main }, own, other) {
  const [mine, theirs] = [kinds[own].values, kinds[other].values];
  const isSame = Object.keys(mine).every((name) => !(name in theirs) || mine[name] === theirs[name]);
  return main[other].every((name) => numbers[own].includes(name)) && numbers[own].every((name) => numbers[other].includes(name))
    && isSame && kinds[own].length === kinds[other].length;
}

/** @param {Parting} a @param {Parting} b @returns {number} positive where a is later, and of equal ones closer */
const later = (a, b) => Number(a.step === null) - Number(b.step === null) || (a.step ?? 0) - (b.step ?? 0) || b.largest - a.largest;

/** @param {Case} known @param {number} own @param {number} other @returns {Parting} the earliest from any start */
function together({ runs, starts, words }, own, other) {
  const of = (/** @type {number} */ optimizer, /** @type {number} */ start) =>
    /** @type {JudgedRun} */ (runs.find((run) => run.optimizer === optimizer && run.start === start));
  const found = starts.map((start) => partingOf(of(own, start), of(other, start), words.numbers));
  const apart = found.filter(({ step }) => step !== null);
  if (!apart.length) return found.reduce((most, one) => (one.largest > most.largest ? one : most));
  return apart.reduce((first, one) => ((Number(one.rounded) - Number(first.rounded) || (one.step ?? 0) - (first.step ?? 0)) < 0 ? one : first));
}

/** @param {JudgedRun} own @param {JudgedRun} reference @param {Object<string, number>} allowed differences @returns {Parting} of two runs from one start */
function partingOf(own, reference, allowed) {
  const rows = Math.min(own.length, reference.length);
  const ends = own.length === reference.length ? null : rows; // one of them has diverged
  const relative = new Float64Array(rows);
  let before = 0;
  for (let k = 0; k < rows; k++) {
    const apart = Math.max(Math.abs(own.x[k] - reference.x[k]), Math.abs(own.y[k] - reference.y[k]));
    const size = Math.max(Math.abs(own.x[k]), Math.abs(own.y[k]), Math.abs(reference.x[k]), Math.abs(reference.y[k]));
    const larger = Math.max(size, k ? before : size);
    relative[k] = larger > 0 ? apart / larger : 0;
    before = size;
  }
  const largest = relative.reduce((most, one) => Math.max(most, one), 0);
  const first = relative.findIndex((one) => one !== 0);
  if (first < 0) return { step: ends, rounded: false, largest: 0 };
  if (relative[first] > allowed.rounding) return { step: first, rounded: false, largest };
  const step = relative.findIndex((one) => one > allowed.apart);
  if (step < 0) return { step: ends, rounded: ends !== null, largest };
  return { step, rounded: relative[step - 1] > allowed.rounded, largest };
}

/** @param {Case} known @param {string} own @param {string} other @param {Parting} parting */
function sentence({ words, steps }, own, other, { step, rounded, largest }) {
  if (step === null && !largest) return words.say("equal bits", { own, other, count: steps }, steps);
  if (step === null) return words.say("equal but rounding", { own, other, largest: shortNumber(largest, 1) });
  if (rounded) return words.say("rounding parts", { own, other });
  return words.say("differs", { own, other, step });
}
