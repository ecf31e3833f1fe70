/**
 * Computes runs in a lesson file, with the page's engine, and writes them as the server's stream does. The surface, its values and
 * the conditions are the author's.
 *
 * @typedef {import("../base/types.js").Catalog} Catalog
 * @typedef {import("../base/types.js").StreamEvent} StreamEvent
 * @typedef {import("../base/types.js").Translated} Translated
 * @typedef {{catalog: Catalog, query: string, stream: string, bound: Omit<import("../base/types.js").Bound, "q"> & {q: import("../base/types.js").Encoded},
 *   translated: Translated}} Lesson what the file holds: the author's query, its stream, and the surface's part for the engine
 * @typedef {ReturnType<typeof readAddress>} Read
 */

import { LARGEST } from "../base/numbers.js";
import { computeWith } from "../engine/compute.js";
import { decodeArray, decodeDraws } from "../service/decode.js";
import { Assembly } from "../service/runs.js";
import { readAddress } from "../state/address.js";

const COLUMNS = /** @type {const} */ (["x", "y", "loss", "gx", "gy"]);

/** @param {string} stream @returns {StreamEvent[]} */
const eventsOf = (stream) => stream.trim().split("\n").map((line) => JSON.parse(line));

export class Engine {
  /** @param {Lesson} lesson */
  constructor({ catalog, query, stream, bound, translated }) {
    this.catalog = catalog;
    this.compute = computeWith(translated);
    this.events = eventsOf(stream);
    this.author = /** @type {NonNullable<Read>} */ (readAddress(query, catalog));
    const { caption, draws } = /** @type {import("../base/types.js").Head} */ (this.events[0]);
    this.caption = caption;
    const q = /** @type {Float64Array} */ (decodeArray(bound.q));
    this.known = { bound: { ...bound, q }, draws: draws ? decodeDraws(draws) : null };
  }

  /** @returns {boolean} whether it computes the author's runs, and with the same numbers as the server */
  get works() {
    const [server, own] = [this.events, this.#events(this.author)].map((events) => {
      const assembly = new Assembly(this.author.optimizers.length, this.author.starts.length);
      events?.forEach((event) => assembly.take(event));
      return assembly;
    });
    return own.done && own.runs.every((run, i) => COLUMNS.every((name) => isEqual(run[name], server.runs[i][name])));
  }

  /**
   * @param {string} query that the page asks the server
   * @returns {string|null} the lines of the answer; null where the engine cannot compute it
   */
  stream(query) {
    const read = readAddress(query, this.catalog);
    const same = read && JSON.stringify([read.surface, read.conditions]) === JSON.stringify([this.author.surface, this.author.conditions]);
    const events = same ? this.#events(read) : null;
    return events && events.map((event) => `${JSON.stringify(event)}\n`).join("");
  }

  /** @param {NonNullable<Read>} state @returns {StreamEvent[]|null} */
  #events(state) {
    const runs = this.compute(state, this.catalog, this.known);
    if (!runs) return null;
    const rates = state.optimizers.map((_, i) => runs[i * state.starts.length].rates);
    const ends = runs.map(({ optimizer, start, status, diverged_at, metrics }) => ({ optimizer, start, status, diverged_at, metrics }));
    return /** @type {StreamEvent[]} */ ([
      { event: "scenario", caption: this.caption, rates: rates.map((rate) => (rate instanceof Float64Array ? encoded(rate, "f8") : rate)) },
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

/** @param {ArrayLike<number>} one @param {ArrayLike<number>} other */
const isEqual = (one, other) => one.length === other.length && Array.prototype.every.call(one, (value, i) => Object.is(value, other[i]));

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
