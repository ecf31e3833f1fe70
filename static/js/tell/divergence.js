/**
 * The sentence on runs that diverge or fall without end: the twin of optimizers/tell/divergence.py. Pure.
 *
 * @typedef {import("../base/types.js").JudgedRun} JudgedRun
 * @typedef {import("./case.js").Case} Case
 * @typedef {import("./case.js").Limit} Limit
 * @typedef {{where: string, names: string[]}} Group optimizers that do it from the same starts
 */

import { unlike } from "./digits.js";
import { length, number, plain } from "./marks.js";
import { byCharacters } from "./words.js";

/** @param {Case} known @returns {string} which optimizers diverge from which starts, and the limit of stability that was exceeded */
export function diverged(known) {
  const { words } = known;
  const diverging = known.runs.filter((run) => known.diverges(run) && known.canBegin(run.start));
  const rounded = diverging.filter((run) => isRounded(known, run));
  const certain = diverging.filter((run) => !rounded.includes(run));
  const broken = certain.filter((run) => breaks(known, run));
  const gone = certain.filter((run) => !broken.includes(run));
  const falling = known.runs.filter((run) => known.falls(run));
  const parts = [];
  if (gone.length) {
    const isAll = gone.length === known.runs.length && known.runs.length > 1 && !known.alone;
    parts.push((isAll ? words.say("all diverge") : fromWhere(known, gone, "diverge")) + reason(known, gone));
  }
  if (broken.length) parts.push(words.say("stops", { who: fromWhere(known, broken, "stop") }));
  if (rounded.length) parts.push(words.say("rounding diverges", { who: who(known, rounded, "diverge") }));
  const nowhere = known.starts.filter((start) => !known.canBegin(start));
  if (nowhere.length) parts.unshift(words.say("nowhere", { starts: words.listed(nowhere.map((start) => known.label(start))) }));
  if (falling.length) {
    const how = known.typed.surface ? "fall off" : "fall";
    parts.push(words.say("falls", { who: fromWhere(known, falling, how), reason: known.withoutMinimum }));
  }
  const shown = parts.slice(0, 1);
  for (const part of parts.slice(1)) if (length([...shown, part].join(". ")) < words.numbers.longest) shown.push(part);
  return shown.length ? `${shown.join(". ")}.` : "";
}

/** @param {Case} known @param {JudgedRun} run @returns {boolean} whether it diverges only after rounding has decided its path, and not because it must */
const isRounded = (known, run) => known.limit(run) === null && run.diverged_at !== null && known.rounded(run, run.diverged_at);

/** @param {Case} known @param {JudgedRun} run @returns {boolean} whether a typed update gives no finite number before the run has gone anywhere */
const breaks = (known, run) => known.typed.optimizers[run.optimizer] && run.diverged_at !== null && run.diverged_at > run.steps;

/** @param {Case} known @param {JudgedRun[]} runs @returns {Group[]} most starts first */
function groups(known, runs) {
  const { titles, words } = known;
  /** @type {Map<number, number[]>} */
  const starts = new Map();
  for (const { optimizer, start } of runs) starts.set(optimizer, [...(starts.get(optimizer) ?? []), start]);
  /** @type {Map<string, {from: number[], optimizers: number[]}>} */
  const found = new Map();
  for (const [optimizer, from] of starts) {
    const group = found.get(String(from)) ?? { from, optimizers: [] };
    group.optimizers.push(optimizer);
    found.set(String(from), group);
  }
  const ranked = [...found.values()].toSorted((a, b) => b.from.length - a.from.length || compared(a.from, b.from));
  return ranked.map(({ from, optimizers }) => ({ where: words.listed(from.map((start) => known.label(start))), names: optimizers.map((one) => titles[one]) }));
}

/** @param {number[]} a @param {number[]} b as long */
const compared = (a, b) => a.reduce((order, one, i) => order || one - b[i], 0);

/** @param {Case} known @param {JudgedRun[]} runs @param {string} does @returns {string} such as "From A and B, SGD diverges", or as `who` does */
function fromWhere(known, runs, does) {
  const { words } = known;
  const [{ where, names }, ...others] = groups(known, runs);
  if (others.length) return who(known, runs, does);
  return words.say("From start", { starts: where, who: words.listed(names), does: words.say(does, {}, names.length) });
}

/** @param {Case} known @param {JudgedRun[]} runs @param {string} does @returns {string} such as "SGD diverges from A and B, and Adam from C" */
function who(known, runs, does) {
  const { words } = known;
  const found = groups(known, runs);
  return short(known, found, found.map(({ where, names }, index) =>
    words.say(index ? "others from" : "who from", { starts: where, who: words.listed(names), does: words.say(does, {}, names.length) })));
}

/** @param {Case} known @param {Group[]} found @param {string[]} clauses of the groups @returns {string} as many as are short enough, and how many optimizers the others have */
function short({ words }, found, clauses) {
  const shown = clauses.slice(0, 1);
  for (const clause of clauses.slice(1)) {
    if (length([...shown, clause].join(", ")) > words.numbers.diverging) break;
    shown.push(clause);
  }
  const more = found.slice(shown.length).reduce((sum, { names }) => sum + names.length, 0);
  if (more) shown.push(words.count("optimizers left", more));
  const most = shown.slice(0, -1).join(", ");
  const last = shown[shown.length - 1];
  return most ? words.say("clauses", { words: most, last }) : last;
}

/** @param {Case} known @param {JudgedRun[]} gone @returns {string} the limit of stability that one of them exceeds most */
function reason(known, gone) {
  const exceeding = gone.flatMap((run) => {
    const limit = known.limits[run.optimizer];
    return limit ? [{ rate: known.planned[run.optimizer].rates[0], limit, title: known.title(run) }] : [];
  });
  if (!exceeding.length) return "";
  const most = exceeding.reduce((best, one) => (further(one, best) > 0 ? one : best));
  const [rate, limit] = unlike(most.rate, most.limit.value).map(number);
  const named = known.compound ? "rate above, of" : "rate above, whose";
  const isOne = new Set(gone.map(({ optimizer }) => optimizer)).size === 1;
  return known.words.say(isOne ? "rate above" : named, { rate, name: most.title, formula: most.limit.formula, limit });
}

/** @typedef {{rate: number, limit: Limit, title: string}} Exceeding */

/** @param {Exceeding} a @param {Exceeding} b */
const further = (a, b) => a.rate / a.limit.value - b.rate / b.limit.value || byCharacters(plain(a.title), plain(b.title));
