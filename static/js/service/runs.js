/**
 * Assembles runs from the lines of a stream.
 *
 * @typedef {import("../base/types.js").Points} Points
 * @typedef {import("../base/types.js").Run} Run
 * @typedef {import("../base/types.js").StreamEvent} StreamEvent
 * @typedef {{version: string}} From the version of the server
 */

import { decodeArray } from "./decode.js";

const COLUMNS = /** @type {const} */ (["x", "y", "loss", "gx", "gy"]);

/** A run before its first points have arrived. */
const NONE = new Float32Array(0);
const EMPTY = { x: NONE, y: NONE, loss: NONE, gx: NONE, gy: NONE };

export class Assembly {
  /**
   * @param {number} optimizers
   * @param {number} starts
   */
  constructor(optimizers, starts) {
    this.starts = starts;
    this.done = false;
    /** @type {string|null} */
    this.error = null;
    /** @type {From} */
    this.from = { version: "" };
    /** @type {Run[]} */
    this.runs = Array.from({ length: optimizers * starts }, (_, k) => ({
      ...EMPTY,
      rates: null,
      optimizer: Math.floor(k / starts),
      start: k % starts,
      length: 0,
      status: "running",
      diverged_at: null,
      metrics: null,
      caption: "",
    }));
  }

  /** @param {StreamEvent} event one line, parsed */
  take(event) {
    if (event.event === "points") this.#points(event);
    else if (event.event === "scenario") this.#head(event);
    else if (event.event === "end") {
      for (const run of event.runs) Object.assign(this.#run(run), run);
      this.done = true;
    } else if (event.event === "error") this.error = event.detail;
  }

  /** @param {import("../base/types.js").Head} event */
  #head({ version, caption, rates = [] }) {
    this.from = { version };
    const read = rates.map((one) => (one !== null && typeof one === "object" ? /** @type {Float64Array} */ (decodeArray(one)) : one));
    for (const run of this.runs) Object.assign(run, { caption, rates: read[run.optimizer] ?? null });
  }

  /** @param {Points} event */
  #points(event) {
    const run = this.#run(event);
    for (const name of COLUMNS) {
      const values = decodeArray(event[name]);
      if (event.first === 0) {
        run[name] = values;
        continue;
      }
      const longer = values instanceof Float64Array ? new Float64Array(event.first + values.length) : new Float32Array(event.first + values.length);
      longer.set(run[name]);
      longer.set(values, event.first);
      run[name] = longer;
    }
    run.length = run.x.length;
  }

  /** @param {{optimizer: number, start: number}} event */
  #run({ optimizer, start }) {
    return this.runs[optimizer * this.starts + start];
  }
}
