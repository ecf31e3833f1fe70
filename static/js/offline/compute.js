/**
 * Computes runs in a lesson file, with the page's engine, and writes them as the server's stream does. The surface, its values and
 * the conditions are the author's.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").StreamEvent} StreamEvent
 * @typedef {import("../base/types.js").Translated} Translated
 * @typedef {{catalog: Catalog, query: string, stream: string, sum: number, found: (number|null)[],
 *   surface: import("../base/types.js").Landmarks & {bound: Omit<import("../base/types.js").Bound, "q"> & {q: import("../base/types.js").Encoded}},
 *   translated: Translated, explain: import("../service/engine.js").Explain|null}} Lesson
 *   what the file holds: the author's query, its stream, the checksum of all points in it, the rates that were found by tuning, and
 *   what is known of the surface; explain: what explains steps, null where nothing does
 * @typedef {ReturnType<typeof readAddress>} Read
 */

import { LARGEST } from "../base/numbers.js";
import { computeWith } from "../engine/compute.js";
import { decodeArray, decodeDraws } from "../service/decode.js";
import { readAddress } from "../state/address.js";
import { tellWith } from "../tell/tell.js";
import { crc32 } from "./crc32.js";

const LONGEST = 30_000; // points of all runs, whose verdict takes about a quarter of a second
const COLUMNS = /** @type {const} */ (["x", "y", "loss", "gx", "gy"]);

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
    this.compute = computeWith(translated);
    this.explained = explain;
    this.tell = tellWith(translated);
    this.text = stream;
    this.events = eventsOf(stream);
    this.author = /** @type {NonNullable<Read>} */ (readAddress(query, catalog));
    const { version, caption, draws } = /** @type {import("../base/types.js").Head} */ (this.events[0]);
    this.caption = caption;
    this.version = version;
    const q = /** @type {Float64Array} */ (decodeArray(surface.bound.q));
    this.known = { bound: { ...surface.bound, q }, landmarks: surface, draws: draws ? decodeDraws(draws) : null };
    this.#own = this.#events(this.author);
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
    return this.explained && this.explained(state, this.catalog, { ...this.known, found: this.found }, which); // where they are tuned, rates are the author's
  }

  /** @param {string} query @returns {import("../tell/tell.js").Findings|null} the verdict on its runs; null where the engine cannot find it */
  verdict(query) {
    const read = this.#read(query);
    if (!read || read.optimizers.length * read.starts.length * (read.steps + 1) > LONGEST) return null;
    return this.tell(read, this.catalog, this.known);
  }

  /** @param {string} query @returns {Read} the scenario; null if its surface or its conditions are not the author's */
  #read(query) {
    const read = readAddress(query, this.catalog);
    const isSame = read && JSON.stringify([read.surface, read.conditions]) === JSON.stringify([this.author.surface, this.author.conditions]);
    return isSame ? read : null;
  }

  /** @param {NonNullable<Read>} state @returns {StreamEvent[]|null} */
  #events(state) {
    const found = state === this.author ? this.found : null; // for other starts tuning would find other rates
    const runs = this.compute(state, this.catalog, { ...this.known, found });
    if (!runs) return null;
    const rates = state.optimizers.map((_, i) => runs[i * state.starts.length].rates);
    const ends = runs.map(({ optimizer, start, status, diverged_at, metrics }) => ({ optimizer, start, status, diverged_at, metrics }));
    return /** @type {StreamEvent[]} */ ([
      { event: "scenario", version: this.version, caption: this.caption, rates: rates.map((rate) => (rate instanceof Float64Array ? encoded(rate, "f8") : rate)) },
      ...runs.map((run) => ({
        event: "points", optimizer: run.optimizer, start: run.start, first: 0,
        ...Object.fromEntries(COLUMNS.map((name) => [name, encoded(Float32Array.from(run[name], saturated), "f4")])),
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
 * @param {Float32Array|Float64Array} values
 * @param {"f4"|"f8"} dtype
 * @returns {import("../base/types.js").Encoded}
 */
function encoded({ buffer, byteOffset, byteLength }, dtype) {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { dtype, bdata: btoa(binary) };
}
