/**
 * The sentences on first steps, whose points best at the minimum: the twin of optimizers/tell/aim.py. Pure.
 *
 * @typedef {import("./case.js").Case} Case
 * @typedef {{start: number, best: string[], low: string, worst: string[], high: string, between: boolean}} Aim the titles of those with the
 *   best and the worst aimed first steps from a start, with the angles; between: whether others lie between them
 */

import { whole } from "./digits.js";
import { length, number } from "./marks.js";

/** @param {Case} known @returns {string} the best and the worst aimed first step from each start; steps with the same rounded angle are equal */
export function firstSteps(known) {
  const { named, longest, aims: most } = known.words.numbers;
  const aims = known.starts.flatMap((start) => aimOf(known, start) ?? []);
  /** @type {string[]} */
  const kept = [];
  const fits = (/** @type {string} */ one) => length([...kept, one].join(" ")) <= longest;
  for (const [index, aim] of aims.entries()) {
    const ways = (kept.length ? [named] : [named, 1]).map((shown) => sentence(known, aim, aims[index - 1] ?? null, shown));
    const said = ways.find(fits) ?? ways[ways.length - 1];
    if (kept.length === most || (kept.length && !fits(said))) break;
    kept.push(said);
  }
  const more = aims.length - kept.length;
  return [...kept, ...(more ? [known.words.count("more starts", more)] : [])].join(" ");
}

/** @param {Case} known @param {number} start @returns {Aim|null} null where there is none, all are alike, or rounding decides them */
function aimOf(known, start) {
  const aimed = known.ofStart(start).flatMap((run) => {
    const angle = run.metrics.first_angle_to_minimum;
    return angle === null ? [] : [{ angle, run }];
  });
  const angles = aimed.map(({ angle }) => angle);
  const [least, largest] = [Math.min(...angles), Math.max(...angles)];
  if (!aimed.length || aimed.some(({ run }) => known.rounded(run, 1)) || largest - least < known.words.numbers.clear) return null;
  const [low, high] = [whole(least), whole(largest)];
  const [best, worst] = [low, high].map((shown) => aimed.filter(({ angle }) => whole(angle) === shown).map(({ run }) => known.title(run)));
  return { start, best, low, worst, high, between: best.length + worst.length < aimed.length };
}

/** @param {Aim} aim @param {Aim|null} before @returns {boolean} whether best and worst are exchanged */
function turns(aim, before) {
  return before !== null && !aim.between && !before.between && isSame(aim.best, before.worst) && isSame(aim.worst, before.best);
}

/** @param {string[]} names @param {string[]} others */
const isSame = (names, others) => names.length === others.length && names.every((name) => others.includes(name));

/** @param {Case} known @param {Aim} aim @param {Aim|null} before @param {number} shown names of a longer list */
function sentence(known, aim, before, shown) {
  const { words, compound, minimum } = known;
  const start = known.label(aim.start);
  const turned = turns(aim, before);
  const [low, high] = [aim.low, aim.high].map((angle) => number(words.say("degrees", { angle })));
  const [best, worst] = [aim.best, aim.worst].map((names) => words.listed(names, shown));
  const isMany = Math.max(aim.best.length, aim.worst.length) > shown + 1;
  if (compound || isMany) {
    if (turned) return words.say("turned, of", { start, low, best, high, worst });
    const rest = words.say(aim.between ? "for the others" : "for the worst", { high, worst });
    return words.say(before ? "steps of" : "first steps of", { start, low, best, minimum, rest });
  }
  if (turned) return words.say("turned", { start, best, low, worst, high });
  const whose = (/** @type {string[]} */ names) => words.listed(names.map((name) => words.say("whose", { name })));
  const rest = aim.between ? words.say("aim of the others", { high, worst }) : words.say("aim of the worst", { worst: whose(aim.worst), high });
  return words.say(before ? "aims" : "first aims", { start, best: whose(aim.best), low, minimum, rest }, aim.best.length);
}
