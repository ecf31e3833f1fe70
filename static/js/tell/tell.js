/**
 * From a state of the page to its verdict, and to what is known about its runs besides: how they continue, from which step on rounding
 * decides them, and the marks of theory on the sliders. Pure; it runs in a worker, in a lesson file and in node.
 *
 * @typedef {import("../base/types.js").Landmarks} Landmarks
 * @typedef {import("../engine/simulate.js").Given & {bound: import("../base/types.js").Bound|null, landmarks: Landmarks|null}} KnownToTell
 *   what the server has said of the surface with its values, null if nothing; the rest as `simulate` takes it
 * @typedef {Pick<import("../base/types.js").Answer, "verdict_parts"|"continuations"|"horizon"|"theory">} Findings
 * @typedef {(state: import("../engine/simulate.js").Scenario, catalog: import("../base/types.js").Catalog, known: KnownToTell) => Findings|null} Tell
 */

import { TIMES, continuation, goesOn } from "../engine/continuation.js";
import { horizon } from "../engine/horizon.js";
import { criteriaOf, judge } from "../engine/judge.js";
import { PLACED } from "../engine/needs.js";
import { nudgesOf } from "../engine/nudges.js";
import { planned } from "../engine/rates.js";
import { runAll, scenarioOf } from "../engine/simulate.js";
import { slots } from "../plot/series.js";
import { entry } from "../state/families.js";
import { running } from "../state/fitting.js";
import { titles } from "../state/titles.js";
import { decodeArray } from "../service/decode.js";
import { Case, OnlyTheServerKnows, flat } from "./case.js";
import { optimizer } from "./marks.js";
import { theory } from "./theory.js";
import { verdictParts } from "./verdict.js";
import { Words } from "./words.js";

/**
 * @param {import("../base/types.js").Translated} translated the module that the server has written
 * @returns {Tell} null where only the server can say it
 */
export function tellWith(translated) {
  const words = new Words(translated.VERDICT);
  const nudgesFor = nudgesOf(translated.VERDICT.seeds);
  return (state, catalog, known) => {
    try {
      return findings(state, catalog, known, translated, words, nudgesFor);
    } catch (error) {
      if (error instanceof OnlyTheServerKnows) return null;
      throw error;
    }
  };
}

/**
 * @param {import("../engine/simulate.js").Scenario} state
 * @param {import("../base/types.js").Catalog} catalog
 * @param {KnownToTell} known
 * @param {import("../base/types.js").Translated} translated
 * @param {Words} words
 * @param {(count: number) => Float64Array[]} nudgesFor
 * @returns {Findings|null}
 */
function findings(state, catalog, { bound, landmarks, ...given }, translated, words, nudgesFor) {
  const prepared = bound && landmarks && scenarioOf(state, catalog, bound, translated, given);
  if (!prepared) return null;
  const { optimizers: plannedOnes, ground, drawn, draw } = prepared;
  const { steps, starts, conditions } = state;
  const noisy = Boolean(drawn.noise || drawn.batches);
  const criteria = criteriaOf(bound.criteria, conditions, noisy);
  const runs = runAll(state, prepared).map((run) => ({ ...run, ...judge(run, steps, criteria, run.effort) }));
  const on = running(state);
  const isFlat = starts.map((start, index) => {
    const { gx, gy } = runs[index];
    return !noisy && flat(start, gx[0], gy[0], landmarks, bound);
  });
  const isStill = (/** @type {{optimizer: number, start: number}} */ run) => {
    const { decay, rule } = plannedOnes[run.optimizer];
    const { x, y } = starts[run.start];
    return isFlat[run.start] && !(decay !== 0 && (x !== 0 || y !== 0)) && !(rule.flags & PLACED);
  };
  const going = runs.filter((run) => goesOn(run, steps)).length;
  const more = going ? Math.min((TIMES - 1) * steps, Math.floor(words.numbers.points / going)) : 0;
  const further = going ? planned(on, conditions.fair, steps, catalog, translated, given.found ?? null, steps + more) : plannedOnes;
  const later = draw(steps + more);
  if (!further || !later) return null;
  const course = { optimizers: further, ground, drawn: later, criteria, steps, more, nudges: nudgesFor(more + 1), isStill };
  const ahead = runs.map((run) => continuation(run, course));
  const nudges = nudgesFor(steps + 1);
  const decided = runs.map((run) => (isStill(run) ? null : horizon(run, prepared, starts[run.start], criteria, nudges)));
  const rules = on.map(({ name, values }) => entry(catalog.optimizers, name, values));
  const case_ = new Case({
    state, runs, ahead, decided, planned: plannedOnes, ground, criteria, landmarks, bound, words, kinds: on,
    titles: titles(on, conditions, catalog).map((title, index) => optimizer(index, title)),
    typed: {
      surface: Boolean(entry(catalog.surfaces, state.surface.name, state.surface.values).family),
      optimizers: rules.map(({ family }) => Boolean(family)),
    },
    numbers: rules.map(({ played }, index) => {
      const { numbers } = plannedOnes[index].rule;
      return played ? numbers.slice(0, decodeArray(played.tape)[1]) : numbers; // those of every optimizer follow its own
    }),
    main: rules.map(({ parameters }, index) =>
      plannedOnes[index].rule.numbers.filter((name) => !parameters.find((one) => one.name === name)?.advanced)),
  });
  const slotOf = slots(on.map(({ name }) => name), catalog);
  return {
    verdict_parts: verdictParts(case_).map(({ text, kind, optimizer: index }) => ({ text, kind, ...(index === null ? {} : { slot: slotOf[index] }) })),
    continuations: ahead,
    horizon: decided,
    theory: theory(prepared, landmarks.landmarks, Boolean(bound.curvatures), conditions),
  };
}
