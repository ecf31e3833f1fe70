/**
 * The verdict: a few sentences on a scenario, which rules make from the numbers. The twin of optimizers/tell/verdict.py, whose words and
 * numbers it has from the engine's module. Pure.
 *
 * @typedef {import("./case.js").Case} Case
 */

import { firstSteps } from "./aim.js";
import { diverged } from "./divergence.js";
import { length, number, parts } from "./marks.js";
import { parted } from "./parting.js";
import { escaped, reached, stays } from "./race.js";

/** In the order in which they are asked; the answers of the first that fit are the verdict. */
const RULES = [diverged, parted, still, inside, firstSteps, escaped, stays, reached, oscillates];

/** @param {Case} known @returns {import("./marks.js").Part[]} */
export function verdictParts(known) {
  const { rules: most, longest } = known.words.numbers;
  /** @type {string[]} */
  const kept = [];
  for (const rule of known.runs.every((run) => known.diverges(run)) ? RULES.slice(0, 1) : RULES) {
    const sentence = rule(known);
    if (sentence && kept.length < most && (!kept.length || length([...kept, sentence].join(" ")) <= longest)) kept.push(sentence);
  }
  const { withoutMinimum: without } = known;
  return parts(kept.join(" ") || known.words.say("unreachable", { reason: `${without[0].toUpperCase()}${without.slice(1)}` }));
}

/** @param {Case} known @returns {string} which starts have a gradient of exactly zero, or lie on a line to a saddle that no run leaves */
function still(known) {
  if (known.noisy) return "";
  const { words, landmarks: { saddles, maxima } } = known;
  const labels = (/** @type {number[]} */ starts) => words.listed(starts.map((start) => known.label(start)));
  const stillAt = (/** @type {[number, number][]} */ points) => known.starts.filter((start) => known.isAt(start, points) && known.still(start));
  /** @type {[string, number[]][]} */
  const kinds = [["at minima", known.starts.filter((start) => known.atMinimum(start))], ["at saddles", stillAt(saddles)], ["at maxima", stillAt(maxima)]];
  const clauses = kinds.filter(([, starts]) => starts.length).map(([kind, starts]) => words.say(kind, { starts: labels(starts) }, starts.length));
  const lines = known.starts.map((start) => ({ start, line: known.lineToSaddle(start) })).filter(({ line }) => line);
  if (lines.length) clauses.push(words.say("on line", { starts: labels(lines.map(({ start }) => start)), line: lines[0].line }, lines.length));
  return clauses.length ? `${clauses.join("; ")}.` : "";
}

/** @param {Case} known @returns {string} which starts are inside before the first step */
function inside(known) {
  const there = known.starts.filter((start) => known.beginsInside(start) && !known.atMinimum(start));
  const starts = there.map((start) => known.label(start));
  return there.length ? known.words.say("begins inside", { starts: known.words.listed(starts), where: known.where }, there.length) : "";
}

/** @param {Case} known @returns {string} which run turned back most often, if no other optimizer did so as often; empty with noise, or if rounding decides how often */
function oscillates(known) {
  const flips = known.runs.flatMap((run) => (run.metrics.flips ? [{ count: run.metrics.flips[0] + run.metrics.flips[1], run }] : []));
  if (!flips.length) return "";
  const { count, run } = flips.reduce((most, one) => (one.count > most.count ? one : most));
  const others = flips.filter((one) => one.run.optimizer !== run.optimizer).map((one) => one.count);
  if (count < known.words.numbers.often || others.some((other) => count <= other) || known.rounded(run, run.steps)) return "";
  return known.words.say(others.length ? "oscillates most" : "oscillates", { start: known.label(run.start), who: known.title(run), turns: turns(known, run, count) });
}

/** @param {Case} known @param {import("../base/types.js").JudgedRun} run @param {number} count of x and y together */
function turns({ words }, { metrics }, count) {
  const turning = ["x", "y"].filter((_, i) => metrics.flips?.[i]);
  return words.say(turning.length === 1 ? "turns" : "both turn", { axis: turning[0], count: number(count) });
}
