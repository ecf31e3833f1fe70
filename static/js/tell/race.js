/**
 * The sentences on which optimizer is first from each start to stay at a minimum, reach one, or escape a saddle: the twin of
 * optimizers/tell/race.py, without methods that choose their own step lengths. Pure.
 *
 * @typedef {import("../base/types.js").JudgedRun} JudgedRun
 * @typedef {import("./case.js").Case} Case
 * @typedef {{starts: number[], words: string}} Clause starts: those that only this clause names
 * @typedef {Map<number, {step: number, names: string[]}>} Winners by start the step, and the titles of the optimizers that are first at it
 */

import { length, number } from "./marks.js";

/** @param {Case} known @returns {string} which optimizer is the first to stay from each start, and what is known about the other starts */
export function stays(known) {
  if (!known.minima.length) return "";
  const open = known.starts.filter((start) => !isSettled(known, start));
  const won = winners(known, open, (run) => known.stays(run));
  const balanced = [...won].filter(([start, { step }]) => balancedBefore(known, start, step)).map(([start]) => start);
  const rest = open.filter((start) => !won.has(start));
  const clauses = tooSoon(known, rest);
  const without = [];
  for (const start of rest.filter((one) => !late(known, one).length)) {
    const clause = onlyUntil(known, start) || balancing(known, start);
    if (clause) clauses.push({ starts: [start], words: clause });
    else without.push(start);
  }
  const { sure, rounded } = certain(known, won, balanced);
  if (rounded.length) {
    const which = known.alone ? "rounding, alone" : "rounding";
    clauses.push({ starts: rounded, words: known.words.say(which, { starts: labels(known, rounded), who: known.titles[0], where: known.where }) });
  }
  if (sure.size) return race(known, sure, "stay", without, clauses);
  if (without.length) {
    const touched = without.some((start) => known.ofStart(start).some(({ metrics }) => metrics.reached !== null));
    return joined(known, noneDoes(known, touched ? "stay" : reach(known), without), [], clauses);
  }
  return clauses.length ? joined(known, clauses[0].words, [], clauses.slice(1), known.words.numbers.clauses - 1) : "";
}

/** @param {Case} known @returns {string} which optimizer is the first to reach a minimum, unless it is also the first to stay */
export function reached(known) {
  if (!known.minima.length) return "";
  const outside = known.starts.filter((start) => !known.beginsInside(start));
  const won = winners(known, outside, ({ metrics }) => metrics.reached);
  const staying = winners(known, outside, (run) => known.stays(run));
  if ([...won].every(([start, { names }]) => String(names) === String(staying.get(start)?.names))) return "";
  const without = outside.filter((start) => !won.has(start));
  const { sure, rounded } = certain(known, won);
  return sure.size ? race(known, sure, reach(known), without, [], rounded) : "";
}

/** @param {Case} known @returns {string} which optimizer is the first below the saddle, if there is no minimum to reach */
export function escaped(known) {
  if (known.minima.length || !known.landmarks.saddles.length) return "";
  const won = winners(known, known.starts, ({ metrics }) => metrics.escape_step);
  const without = known.starts.filter((start) => !won.has(start));
  const below = [...won].filter(([, { step }]) => step === 0).map(([start]) => start);
  const clauses = below.length ? [{ starts: below, words: known.words.say("below", { starts: labels(known, below) }, below.length) }] : [];
  const { sure, rounded } = certain(known, new Map([...won].filter(([, { step }]) => step > 0)));
  if (sure.size) return race(known, sure, "escape", without, clauses, rounded);
  return without.length ? joined(known, noneDoes(known, "escape", without), [], clauses, known.words.numbers.clauses, rounded) : "";
}

/** @param {Case} known @param {Winners} won @param {string} does @param {number[]} without @param {Clause[]} [clauses] @param {number[]} [left] starts that only the scoreboard tells about @returns {string} who is first from the starts that there is room for, and the clauses on the others */
function race(known, won, does, without, clauses = [], left = []) {
  const named = new Map(won);
  while (named.size > 1 && length(sentence(known, named, does)) > known.words.numbers.sentence) named.delete([...named.keys()][named.size - 1]);
  const always = [...(without.length ? [none(known, without)] : []), ...(does === "stay" ? local(known, named) : [])];
  return joined(known, sentence(known, named, does), always, clauses, known.words.numbers.clauses, [...left, ...[...won.keys()].filter((start) => !named.has(start))]);
}

/** @param {Case} known @param {string} first @param {Clause[]} always @param {Clause[]} clauses @param {number} [most] @param {number[]} [over] @returns {string} with the clauses that there is room for, and how many starts the others and `over` have */
function joined({ words }, first, always, clauses, most = words.numbers.clauses, over = []) {
  const shown = [first];
  const left = new Set([...over, ...clauses.slice(most).flatMap(({ starts }) => starts)]);
  for (const clause of [...always, ...clauses.slice(0, most)]) {
    if (length([...shown, clause.words].join("; ")) <= words.numbers.room) shown.push(clause.words);
    else for (const start of clause.starts) left.add(start);
  }
  const text = [...shown, ...(left.size ? [words.count("starts left", left.size)] : [])].join("; ");
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

/** @param {Case} known @param {Winners} won @returns {Clause[]} from which starts the first to stay do so at a minimum that is not the lowest, or on such a circle */
function local(known, won) {
  const { words } = known;
  /** @type {Map<string, {names: string[], isCircle: boolean, starts: number[]}>} */
  const found = new Map();
  for (const [start, { names: first }] of won) {
    const runs = known.ofStart(start).filter((run) => first.includes(known.title(run)) && known.local(run));
    for (const isCircle of [false, true]) {
      const names = runs.filter((run) => known.onCircle(run) === isCircle).map((run) => known.title(run));
      if (!names.length) continue;
      const key = JSON.stringify([names, isCircle]);
      found.set(key, { names, isCircle, starts: [...(found.get(key)?.starts ?? []), start] });
    }
  }
  const groups = [...found.values()];
  const count = [...won.values()].reduce((sum, { names }) => sum + names.length, 0);
  const isOneKind = new Set(groups.map(({ isCircle }) => isCircle)).size === 1;
  const isEvery = count === groups.reduce((sum, { names, starts }) => sum + names.length * starts.length, 0);
  if (isEvery && isOneKind && (count > 1 || known.alone)) {
    const [one, several] = groups[0].isCircle ? ["circle", "circles"] : ["local minimum", "local minima"];
    const which = count === 1 ? "one local" : count === 2 ? "both local" : "all local";
    return [{ starts: [], words: words.say(which, { where: words.say(count === 1 ? one : several) }) }];
  }
  return groups.map(({ names, isCircle, starts }) => ({
    starts: [],
    words: words.say(known.alone ? "local, alone" : "local",
      { starts: labels(known, starts), who: words.listed(names), where: words.say(isCircle ? "circle" : "local minimum") }, names.length),
  }));
}

/** @param {Case} known @param {number} start @returns {boolean} whether it is a minimum that no run leaves: another sentence says so */
const isSettled = (known, start) => known.atMinimum(start) && known.ofStart(start).every(({ x, y }) => x.every((v) => v === x[0]) && y.every((v) => v === y[0]));

/** @param {Case} known @param {number[]} starts @param {(run: JudgedRun) => number|null} stepOf @returns {Winners} */
function winners(known, starts, stepOf) {
  /** @type {Winners} */
  const won = new Map();
  for (const start of starts) {
    const steps = known.ofStart(start).flatMap((run) => {
      const step = stepOf(run);
      return step === null ? [] : [{ step, name: known.title(run) }];
    });
    if (!steps.length) continue;
    const first = Math.min(...steps.map(({ step }) => step));
    won.set(start, { step: first, names: steps.filter(({ step }) => step === first).map(({ name }) => name) });
  }
  return won;
}

/** @param {Case} known @param {number} start @param {number} step @returns {boolean} whether rounding decides whether a run stays that came inside by then */
const balancedBefore = (known, start, step) => known.ofStart(start).some((run) => known.balances(run) && (run.metrics.stays ?? 0) <= step);

/** @param {Case} known @param {Winners} won @param {number[]} [balanced] @returns {{sure: Winners, rounded: number[]}} those whose step rounding does not decide, and the other starts */
function certain(known, won, balanced = []) {
  const rounded = [...won]
    .filter(([start, { step, names }]) => balanced.includes(start) || known.ofStart(start).some((run) => names.includes(known.title(run)) && known.rounded(run, step)))
    .map(([start]) => start);
  return { sure: new Map([...won].filter(([start]) => !rounded.includes(start))), rounded };
}

/** @param {Case} known @param {Winners} won @param {string} does @returns {string} which optimizers are first from which starts, or from which starts all of them do it at the same step */
function sentence(known, won, does) {
  const { words } = known;
  /** @type {Map<string, {names: string[], among: Winners}>} */
  const groups = new Map();
  for (const [start, one] of won) {
    const key = JSON.stringify(one.names);
    const group = groups.get(key) ?? { names: one.names, among: new Map() };
    groups.set(key, { ...group, among: group.among.set(start, one) });
  }
  if (groups.size === 1) {
    const [{ names, among }] = groups.values();
    const isEvery = names.length === known.titles.length;
    const starts = atSteps(known, among, isEvery && does === "stay" ? "step on" : "step");
    return words.say("who from", { who: words.listed(names), does: isEvery ? verb(known, does, names.length) : isFirst(known, does, names.length), starts });
  }
  return [...groups.values()].map(({ names, among }, index) => words.say(index ? "next winner" : "winner",
    { starts: atSteps(known, among), who: words.listed(names), does: isFirst(known, does, names.length) })).join("; ");
}

/** @param {Case} known @param {Winners} won @param {string} [kind] of the words for a step @returns {string} such as "A (step 12) and B (step 9)" */
const atSteps = (known, won, kind = "step") => known.words.listed([...won].map(([start, { step }]) =>
  known.words.say("at step", { start: known.label(start), step: known.words.say(kind, { step: number(step) }) })));

/** @param {Case} known @param {string} does @param {number} howMany do it */
const verb = ({ words, where, there }, does, howMany) => words.say(does, { where, there }, howMany);

/** @param {Case} known @param {string} does @param {number} howMany */
const isFirst = (known, does, howMany) => known.words.say("first", { does: verb(known, does, 2) }, howMany);

/** @param {Case} known @param {string} does @param {number[]} starts */
function noneDoes(known, does, starts) {
  const { words, alone, titles } = known;
  const nobody = alone ? words.say("alone does not", { who: titles[0], does: verb(known, does, 2) }) : words.say("no run", { does: verb(known, does, 1) });
  return words.say("none within", { none: nobody, starts: labels(known, starts, "either"), steps: words.count("steps", known.steps) });
}

/** @param {Case} known @param {number[]} starts @returns {Clause} */
function none(known, starts) {
  const which = known.alone ? "rest, alone" : known.titles.length === 2 ? "rest of two" : "rest";
  return { starts, words: known.words.say(which, { starts: labels(known, starts), steps: known.words.count("steps", known.steps) }) };
}

/** @param {Case} known @param {number} start @returns {string} which run stays longest among those that left again when they were continued */
function onlyUntil(known, start) {
  const { words, where } = known;
  const left = known.ofStart(start).flatMap((run) => {
    const { leaves } = known.goingOn(run);
    return run.metrics.stays === null || leaves === null ? [] : [{ leaves, run }];
  });
  if (!left.length) return "";
  const last = Math.max(...left.map(({ leaves }) => leaves));
  const longest = left.filter(({ leaves }) => leaves === last).map(({ run }) => run);
  const isRounded = longest.some((run) => known.goingOn(run).rounded || known.rounded(run, last));
  const who = words.listed(longest.map((run) => known.title(run)));
  return words.say(isRounded ? "only a while" : "only until", { start: known.label(start), who, where, step: number(last) }, longest.length);
}

/** @param {Case} known @param {number} start @returns {string} which runs have stayed so far, but rounding decides whether they continue to stay */
function balancing(known, start) {
  const { words, where } = known;
  const names = known.ofStart(start).filter((run) => known.balances(run)).map((run) => known.title(run));
  return names.length ? words.say("balancing", { start: known.label(start), who: words.listed(names), where }, names.length) : "";
}

/** @param {Case} known @param {number} start @returns {string[]} the optimizers whose runs end inside, whatever the rounding, but came too late to count as staying */
function late(known, start) {
  const ended = known.ofStart(start).filter(({ metrics, steps }) => metrics.stays === null && steps === known.steps);
  return ended.filter((run) => known.insideAtEnd(run) && !known.rounded(run, run.steps)).map((run) => known.title(run));
}

/** @param {Case} known @param {number[]} starts @returns {Clause[]} which runs end inside but came too late to count as staying, with starts grouped by optimizers */
function tooSoon(known, starts) {
  /** @type {Map<string, {names: string[], among: number[]}>} */
  const groups = new Map();
  for (const start of starts) {
    const names = late(known, start);
    const key = JSON.stringify(names);
    if (names.length) groups.set(key, { names, among: [...(groups.get(key)?.among ?? []), start] });
  }
  const { words, where } = known;
  return [...groups.values()].map(({ names, among }) =>
    ({ starts: among, words: words.say("late", { starts: labels(known, among), who: words.listed(names), where }, names.length) }));
}

/** @param {Case} known */
const reach = ({ hasRing }) => (hasRing ? "reach" : "come");

/** @param {Case} known @param {number[]} starts @param {string} [joined] the template for the last one */
const labels = (known, starts, joined) => known.words.listed(starts.map((start) => known.label(start)), undefined, joined);
