/**
 * Runs the engine of the page for tests/page_engine.py: reads questions, one JSON object a line, and answers each with a line. Numbers
 * travel as the base64 of their float64, since JSON has no infinity and no NaN.
 */

import { createInterface } from "node:readline";

import { computeWith } from "../static/js/engine/compute.js";
import { drawsOf } from "../static/js/engine/draws.js";
import { gridWith, tracedWith } from "../static/js/engine/grid.js";
import { Normals, tablesOf } from "../static/js/engine/normals.js";
import { scenarioOf, simulate } from "../static/js/engine/simulate.js";
import { explainWith } from "../static/js/engine/why/explain.js";
import { Engine as LessonEngine } from "../static/js/offline/compute.js";
import { mended } from "../static/js/offline/mend.js";
import { unpacked } from "../static/js/service/catalog.js";
import { decodeArray } from "../static/js/service/decode.js";
import { readAddress } from "../static/js/state/address.js";
import { entry, learnAll } from "../static/js/state/families.js";
import { nudgesOf } from "../static/js/engine/nudges.js";
import { general, unlike, whole } from "../static/js/tell/digits.js";
import { tellWith } from "../static/js/tell/tell.js";
import { theory } from "../static/js/tell/theory.js";

const encode = (numbers) => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString("base64");

let catalog;
let translated;
let forms;
let tell;
const said = new Set(); // names of the templates that verdicts have used

/** What the server has said of a surface, as the page keeps it. */
const kept = (answer) => answer && { ...answer, bound: { ...answer.bound, q: decodeArray(answer.bound.q) }, values: null };

/** The runs of a scenario, each as its columns; null where the engine does not compute it. */
function runs({ query, bound, near, members, found }) {
  if (members) learnAll(catalog, members);
  const state = readAddress(query, catalog);
  const known = bound && { ...bound, q: decodeArray(bound.q) };
  const computed = simulate(state, catalog, known, translated, { found, near: kept(near), states: true });
  return computed && computed.map(({ optimizer, start, x, y, loss, gx, gy, state: memory, length, rates }) => ({
    optimizer, start, length, rates: typeof rates === "number" ? rates : encode(rates), columns: [x, y, loss, gx, gy, memory].map(encode),
  }));
}

/** How the runs of a scenario end and what is measured on them; null where the engine does not compute it. */
function found({ query, bound, members }) {
  if (members) learnAll(catalog, members);
  const known = { bound: bound && { ...bound, q: decodeArray(bound.q) } };
  const computed = computeWith(translated)(readAddress(query, catalog), catalog, known);
  return computed && computed.map(({ status, steps, diverged_at, metrics }) => ({ status, steps, diverged_at, metrics }));
}

/** Numbers as texts that JSON can hold, −0 and NaN among them. */
const exact = (_, value) => (typeof value === "number" ? (Object.is(value, -0) ? "-0" : String(value)) : value);

/** The explanation of a step of a run; null where the engine does not give one. */
function explained({ query, bound, members, found, optimizer, start, step }) {
  if (members) learnAll(catalog, members);
  const known = { bound: bound && { ...bound, q: decodeArray(bound.q) }, found };
  const answer = explainWith(translated, forms)(readAddress(query, catalog), catalog, known, { optimizer, start, step });
  return JSON.parse(JSON.stringify(answer, exact));
}

/**
 * The verdict on a scenario, how its runs continue and from where rounding decides them; null where the engine cannot say. near: what the
 * server has said of the surface with other values, from which the page finds what is known of it.
 */
function verdict({ query, bound, landmarks, members, found, near }) {
  if (members) learnAll(catalog, members);
  if (near) {
    const state = readAddress(query, catalog);
    const { name, values } = state.surface;
    const grid = gridWith(translated)(entry(catalog.surfaces, name, values), values, null, 0, kept(near), query);
    return grid && tell(state, catalog, { bound: grid.bound, landmarks: grid });
  }
  const known = bound && { ...bound, q: decodeArray(bound.q) };
  return tell(readAddress(query, catalog), catalog, { bound: known, landmarks, found });
}

/** The marks on the sliders of a scenario. */
function marks({ query, bound, landmarks, members, found }) {
  if (members) learnAll(catalog, members);
  const state = readAddress(query, catalog);
  const known = { ...bound, q: decodeArray(bound.q) };
  const prepared = scenarioOf(state, catalog, known, translated, { found });
  return prepared && theory(prepared, landmarks.landmarks, Boolean(known.curvatures), state.conditions);
}

const ANSWERS = {
  async load({ module, formsModule, packed }) {
    translated = await import(module);
    forms = (await import(formsModule)).FORMS;
    const words = new Proxy(translated.VERDICT.words, { get: (all, name) => said.add(name) && all[name] });
    tell = tellWith({ ...translated, VERDICT: { ...translated.VERDICT, words } });
    catalog = unpacked(packed);
    return { rules: Object.keys(translated.RULES), surfaces: Object.keys(translated.SURFACES) };
  },
  runs: ({ questions }) => questions.map(runs),
  found: ({ questions }) => questions.map(found),
  /** What the page shows of the surface of a scenario, for which the server has not been asked; null where it must be. */
  grid({ query, near, region, cells }) {
    const { name, values } = readAddress(query, catalog).surface;
    const grid = gridWith(translated)(entry(catalog.surfaces, name, values), values, region, cells, kept(near), query);
    if (!grid) return null;
    const { values: sampled, bound, ...rest } = grid;
    return { ...rest, levels: sampled && sampled.levels, z: sampled && encode(sampled.z), bound: { ...bound, q: encode(bound.q) } };
  },
  /** What a lesson file shows of a surface in a region; null where it has no code for it. */
  traced({ query, near, region, cells, members }) {
    if (members) learnAll(catalog, members);
    const { name, values } = readAddress(query, catalog).surface;
    const found = tracedWith(translated)(entry(catalog.surfaces, name, values), kept(near), region, cells);
    return found && { region: found.region, contours: found.contours, levels: found.values && found.values.levels };
  },
  /** The milliseconds that each of several rounds of it takes. */
  gridTime({ query, near, rounds }) {
    const { name, values } = readAddress(query, catalog).surface;
    const [gridOf, known] = [gridWith(translated), kept(near)];
    return Array.from({ length: rounds }, () => {
      const begin = performance.now();
      gridOf(entry(catalog.surfaces, name, values), values, null, 0, known, query);
      return performance.now() - begin;
    });
  },
  explained: ({ questions }) => questions.map(explained),
  verdict: ({ questions }) => questions.map(verdict),
  marks: ({ questions }) => questions.map(marks),
  mended: ({ query, texts, fixed }) => texts.map((text) => mended(text, readAddress(query, catalog), catalog, fixed)),
  said: () => [...said],
  digits: ({ values }) => values.map((value, index) => [general(value, 4 + (index % 5)), whole(value), ...unlike(value, values[index - 1] ?? value)]),
  /** So many draws of a seed; alike: whether the C library of the server is the known one; tails: those of it that are known. */
  normals: ({ seed, count, alike, tails }) => encode(new Normals(seed, { ...translated, NORMALS: { ...translated.NORMALS, alike, tails } }, tablesOf(translated.ELEMENTARY)).first(count).subarray(0, count)),
  tables() {
    const { wide, quick, high } = tablesOf(translated.ELEMENTARY);
    return [wide, quick, high].map(encode);
  },
  batches: ({ seed, batch, rows, steps }) => encode(drawsOf({ noise: 0, seed }, batch, rows, steps, translated).batches),
  nudges: ({ rows }) => nudgesOf(translated.VERDICT.seeds)(rows).map((one) => encode(one.subarray(0, 2 * rows))),
  /** Whether a lesson file's engine works, and for which other queries it has runs. */
  lesson({ query, bound, landmarks, stream, sum, others }) {
    const engine = new LessonEngine({ catalog, query, surface: { ...landmarks, bound }, stream, sum, found: [], translated });
    return [engine.works, ...others.map((other) => engine.stream(other) !== null)];
  },
  /** The milliseconds that each of several rounds takes. */
  time({ query, bound, rounds }) {
    const state = readAddress(query, catalog);
    const known = { ...bound, q: decodeArray(bound.q) };
    return Array.from({ length: rounds }, () => {
      const begin = performance.now();
      simulate(state, catalog, known, translated);
      return performance.now() - begin;
    });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(JSON.stringify(await ANSWERS[question.ask](question)));
}
