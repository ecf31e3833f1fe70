/**
 * Computes in a lesson file, with the page's engine, what the page asks a server for: runs, as the server's stream writes them, what is
 * known of the surface, and the verdict. Which surface it is, its data and the conditions, but for the seed, are the author's.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").StreamEvent} StreamEvent
 * @typedef {import("../base/types.js").Translated} Translated
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 * @typedef {{catalog: Catalog, query: string, stream: string, sum: number, found: (number|null)[],
 *   surface: import("../service/surfaces.js").Landscape,
 *   translated: Translated, explain: import("../service/engine.js").Explain|null}} Lesson
 *   what the file holds: the author's query, its stream, the checksum of all points in it, the rates that were found by tuning, and
 *   what is known of the surface; explain: what explains steps, null where nothing does
 * @typedef {ReturnType<typeof readAddress>} Read
 */

import { LARGEST } from "../base/numbers.js";
import { computeWith } from "../engine/compute.js";
import { gridWith, tracedWith } from "../engine/grid.js";
import { scenarioOf } from "../engine/simulate.js";
import { decodeArray } from "../service/decode.js";
import { readAddress, writeScenario } from "../state/address.js";
import { entry } from "../state/families.js";
import { readRegion } from "../state/region.js";
import { tellWith } from "../tell/tell.js";
import { theory } from "../tell/theory.js";
import { crc32 } from "./crc32.js";

const LONGEST = 30_000; // points of all runs, whose verdict takes about a quarter of a second
const COLUMNS = /** @type {const} */ (["x", "y", "loss", "gx", "gy"]);

const SEED = /seed \S+$/; // in a caption, which the server has written

/** @param {NonNullable<Read>} scenario @returns {string} what of it nobody changes */
const heldEqual = ({ conditions }) => JSON.stringify({ ...conditions, seed: null });

/** @param {string} stream @returns {StreamEvent[]} */
const eventsOf = (stream) => stream.trim().split("\n").map((line) => JSON.parse(line));

export class Engine {
  /** @type {StreamEvent[]|null} the author's runs */
  #own = null;

  /** @param {Lesson} lesson */
  constructor({ catalog, query, stream, sum, found, surface, translated, explain }) {
    this.query = query;
    this.sum = sum;
    this.found = found;
    this.catalog = catalog;
    this.translated = translated;
    this.compute = computeWith(translated);
    this.gridOf = gridWith(translated);
    this.trace = tracedWith(translated);
    this.explained = explain;
    this.tell = tellWith(translated);
    this.text = stream;
    this.events = eventsOf(stream);
    this.author = /** @type {NonNullable<Read>} */ (readAddress(query, catalog));
    const { version, caption } = /** @type {import("../base/types.js").Head} */ (this.events[0]);
    this.caption = caption;
    this.version = version;
    const bound = { ...surface.bound, q: /** @type {Float64Array} */ (decodeArray(surface.bound.q)) };
    this.own = /** @type {SurfaceGrid} */ ({ ...surface, bound, values: null, key: "" });
    /** @type {{key: string, surface: SurfaceGrid|null}} the last other one */
    this.other = { key: "", surface: null };
    /** @type {{query: string, findings: import("../tell/tell.js").Findings|null}} the last verdict */
    this.lastVerdict = { query: "", findings: null };
    this.#own = this.#events(this.author);
  }

  /** @returns {boolean} whether chance decides what the rules see, and so a seed does */
  get isNoisy() {
    return SEED.test(this.caption);
  }

  /** @returns {boolean} whether it computes the author's runs, and with the same numbers as the server */
  get works() {
    return this.#own !== null && this.#own.reduce(summed, 0) === this.sum;
  }

  /** @returns {string|null} the lines of the author's runs; null if the file does not hold them, and the engine is not right */
  get lines() {
    if (this.events.some(({ event }) => event === "points")) return this.text;
    return this.works && this.#own ? written(this.#own) : null;
  }

  /**
   * @param {string} query that the page asks the server
   * @returns {string|null} the lines of the answer; null where the engine cannot compute it
   */
  stream(query) {
    const read = this.#read(query);
    const events = read && this.#events(read);
    return events && written(events);
  }

  /**
   * @param {import("../service/engine.js").Scenario} state with the author's surface and conditions
   * @param {import("../engine/why/explain.js").Which} which
   * @returns {import("../base/types.js").Explanation|null} of a step; null where only the server can explain it
   */
  explain(state, which) {
    const known = this.#known(state);
    return known && this.explained && this.explained(state, this.catalog, { ...known, found: this.found }, which); // where they are tuned, rates are the author's
  }

  /** @param {string} query @returns {import("../tell/tell.js").Findings|null} the verdict on its runs; null where the engine cannot find it */
  verdict(query) {
    if (query !== this.lastVerdict.query) this.lastVerdict = { query, findings: this.#findings(query) };
    return this.lastVerdict.findings;
  }

  /** @param {string} query */
  #findings(query) {
    const read = this.#read(query);
    const known = read && this.#known(read);
    if (!known || read.optimizers.length * read.starts.length * (read.steps + 1) > LONGEST) return null;
    return this.tell(read, this.catalog, known);
  }

  /** @param {string} query @returns {import("../base/types.js").Answer["theory"]} the marks on its sliders */
  marks(query) {
    const read = this.#read(query);
    const known = read && this.#known(read);
    const prepared = known && scenarioOf(read, this.catalog, known.bound, this.translated, {});
    return prepared ? theory(prepared, known.landmarks.landmarks, Boolean(known.bound.curvatures), read.conditions) : [];
  }

  /**
   * @param {string} asked what the page asks the server about a surface: the surface, a region and cells
   * @returns {string|null} the answer; null where the engine cannot find it
   */
  surface(asked) {
    const items = new Map(asked.split("&").map((item) => /** @type {[string, string]} */ (item.split(/=(.*)/s, 2))));
    const read = this.#read([...writeScenario(this.author, this.catalog).split("&").map((item) => (item.startsWith("surface=") ? `surface=${items.get("surface")}` : item))].join("&"));
    const known = read && this.#surfaceOf(read);
    const found = known && this.trace(entry(this.catalog.surfaces, known.surface, known.parameters), known, readRegion(items.get("region")), Number(items.get("cells")));
    if (!found) return null;
    const { values, bound, ...rest } = found;
    const precision = items.get("precision") === "f8" ? "f8" : "f4";
    const grid = values && {
      x: encodedAs(values.x, precision), y: encodedAs(values.y, precision), levels: values.levels,
      z: { ...encodedAs(values.z, precision), shape: `${values.rows},${values.columns}` },
    };
    return JSON.stringify({ ...rest, ...grid, isComputed: undefined, bound: { ...bound, q: encodedAs(bound.q, "f8") } });
  }

  /** @param {string} query @returns {Read} the scenario; null where the file cannot know enough of it */
  #read(query) {
    const read = readAddress(query, this.catalog);
    return read && read.surface.name === this.author.surface.name && heldEqual(read) === heldEqual(this.author) ? read : null;
  }

  /**
   * @param {Pick<NonNullable<Read>, "surface">} read
   * @returns {{bound: import("../base/types.js").Bound, landmarks: SurfaceGrid}|null}
   *   what its runs are computed and judged with; null where the file cannot know it
   */
  #known(read) {
    const surface = this.#surfaceOf(read);
    return surface && { bound: surface.bound, landmarks: surface };
  }

  /** @param {Pick<NonNullable<Read>, "surface">} read @returns {SurfaceGrid|null} its surface; null where only the server finds what is to be known */
  #surfaceOf({ surface: { name, values } }) {
    const key = JSON.stringify(values);
    if (key === JSON.stringify(this.author.surface.values)) return this.own;
    if (key !== this.other.key) this.other = { key, surface: this.gridOf(entry(this.catalog.surfaces, name, values), values, null, 0, this.own, "") };
    return this.other.surface;
  }

  /** @param {NonNullable<Read>} state @returns {StreamEvent[]|null} */
  #events(state) {
    const found = state === this.author ? this.found : null; // for other starts tuning would find other rates
    const known = this.#known(state);
    const runs = known && this.compute(state, this.catalog, { ...known, found });
    if (!runs) return null;
    const rates = state.optimizers.map((_, i) => runs[i * state.starts.length].rates);
    const ends = runs.map(({ optimizer, start, status, diverged_at, metrics }) => ({ optimizer, start, status, diverged_at, metrics }));
    return /** @type {StreamEvent[]} */ ([
      { event: "scenario", version: this.version, caption: this.caption.replace(SEED, `seed ${state.conditions.seed}`), rates: rates.map((rate) => (rate instanceof Float64Array ? encodedAs(rate, "f8") : rate)) },
      ...runs.map((run) => ({
        event: "points", optimizer: run.optimizer, start: run.start, first: 0,
        ...Object.fromEntries(COLUMNS.map((name) => [name, encodedAs(run[name], "f4")])),
      })),
      { event: "end", runs: ends },
    ]);
  }
}

/** @param {number} value @returns {number} as the server writes it in float32 */
const saturated = (value) => Math.min(Math.max(value, -LARGEST), LARGEST);

/** @param {StreamEvent[]} events @returns {string} the lines of a stream */
const written = (events) => events.map((event) => `${JSON.stringify(event)}\n`).join("");

/** @param {number} sum of what is before @param {StreamEvent} event @returns {number} the checksum with the points of the event */
const summed = (sum, event) => (event.event === "points" ? COLUMNS.reduce((before, name) => crc32(bytesOf(event[name]), before), sum) : sum);

/** @param {import("../base/types.js").Encoded} encoded */
function bytesOf(encoded) {
  const { buffer } = decodeArray(encoded);
  return new Uint8Array(buffer);
}

/**
 * @param {import("../base/types.js").Numbers} values
 * @param {"f4"|"f8"} dtype
 * @returns {import("../base/types.js").Encoded}
 */
function encodedAs(values, dtype) {
  const { buffer, byteOffset, byteLength } = dtype === "f4" ? Float32Array.from(values, saturated) : values;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { dtype, bdata: btoa(binary) };
}
