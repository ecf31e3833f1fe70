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
  const labels = labelsOf(known);
  const stillAt = (/** @type {[number, number][]} */ points) => known.starts.filter((start) => known.isAt(start, points) && known.still(start));
  /** @type {[string, number[]][]} */
  const kinds = [["at minima", known.starts.filter((start) => known.atMinimum(start))], ["at saddles", stillAt(saddles)], ["at maxima", stillAt(maxima)]];
  const points = kinds.filter(([, starts]) => starts.length).map(([kind, starts]) => words.say(kind, { starts: labels(starts) }, starts.length));
  const clauses = points.length ? [level(known, points, known.starts.filter((start) => kinds.some(([, starts]) => starts.includes(start))))] : [];
  const lines = grouped(known.starts, (start) => known.lineToSaddle(start));
  for (const [line, starts] of lines) clauses.push(words.say("on line", { starts: labels(starts), line }, starts.length));
  return clauses.length ? `${clauses.join("; ")}.` : "";
}

/**
 * @param {Case} known
 * @param {string[]} points the words for each kind of stationary point
 * @param {number[]} starts which are such points
 * @returns {string} which they are, and which runs weight decay moves away from them
 */
function level(known, points, starts) {
  const { words } = known;
  const said = points.length > 1 ? words.say("clauses", { words: points.slice(0, -1).join(", "), last: points[points.length - 1] }) : points[0];
  const pulled = grouped(starts, (start) => known.pulled(start).join("\n"));
  if (!pulled.size) return words.say("level", { points: said });
  const who = (/** @type {string} */ names) => words.listed(names.split("\n"));
  const [[names, from]] = pulled;
  if (from.length === starts.length) return words.say("pulled", { points: said, who: who(names) });
  const pulls = [...pulled].map(([some, found]) => words.say("pulls", { who: who(some), starts: labelsOf(known)(found) }));
  return words.say("pulled from", { points: said, pulls: pulls.join(", ") });
}

/** @param {Case} known @returns {(starts: number[]) => string} */
const labelsOf = (known) => (starts) => known.words.listed(starts.map((start) => known.label(start)));

/** @param {number[]} starts @param {(start: number) => string} key @returns {Map<string, number[]>} those with a key, by it */
function grouped(starts, key) {
  const groups = new Map();
  for (const start of starts) {
    const own = key(start);
    if (own) groups.set(own, [...(groups.get(own) ?? []), start]);
  }
  return groups;
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
