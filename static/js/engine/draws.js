/**
 * What chance decides: the noise of each step, and the rows of its minibatch, as the library draws them. Twin of
 * optimizers/run/draws.py. Pure, but for what it remembers of the newest seed.
 */

import { Normals, tablesOf } from "./normals.js";
import { Pcg64 } from "./pcg64.js";

/** Fills the rest of a smaller batch. */
export const NO_ROW = 255;
const STREAM = 0xba7c4; // beside the seed: the draws of batches are another sequence than the noise

/** @type {WeakMap<import("../base/types.js").Translated, Drawing>} */
const drawings = new WeakMap();

/**
 * @param {import("../base/types.js").Values} conditions
 * @param {number} batch the rows of a minibatch, 0 without
 * @param {number} rows of the data
 * @param {number} steps
 * @param {import("../base/types.js").Translated} translated
 * @returns {import("../base/types.js").StepDraws|null} of a run of so many steps; null where only the server can draw them
 */
export function drawsOf({ noise, seed }, batch, rows, steps, translated) {
  if (noise === 0 && batch === 0) return { noise: null, batches: null, batch };
  const drawing = drawings.get(translated) ?? new Drawing(translated);
  drawings.set(translated, drawing);
  const normals = noise === 0 ? null : drawing.normals(Number(seed), 2 * steps).map((normal) => Number(noise) * normal);
  if (normals?.some(Number.isNaN)) return null;
  return { noise: normals, batches: batch === 0 ? null : drawing.batches(Number(seed), batch, rows, steps), batch };
}

/** Keeps the draws of one seed, because a slider of anything else asks for them sixty times a second. */
class Drawing {
  /** @type {import("./normals.js").Tables|null} */
  #tables = null;
  /** @type {{seed: number, draws: Normals}|null} */
  #normals = null;
  /** @type {{key: string, rows: Uint8Array}} */
  #batches = { key: "", rows: new Uint8Array(0) };

  /** @param {import("../base/types.js").Translated} translated */
  constructor(translated) {
    this.translated = translated;
  }

  /** @param {number} seed @param {number} count @returns {Float64Array} */
  normals(seed, count) {
    this.#tables ??= tablesOf(this.translated.ELEMENTARY);
    if (this.#normals?.seed !== seed) this.#normals = { seed, draws: new Normals(seed, this.translated, this.#tables) };
    return this.#normals.draws.first(count).subarray(0, count);
  }

  /** @param {number} seed @param {number} batch @param {number} rows @param {number} steps @returns {Uint8Array} at least so many batches */
  batches(seed, batch, rows, steps) {
    const key = `${seed},${batch},${rows}`;
    if (this.#batches.key !== key || this.#batches.rows.length < batch * steps) this.#batches = { key, rows: batchesOf(seed, batch, rows, steps) };
    return this.#batches.rows;
  }
}

/** @param {number} seed @param {number} batch @param {number} rows @param {number} steps @returns {Uint8Array} the rows that each step sees, whole epochs */
function batchesOf(seed, batch, rows, steps) {
  const generator = Pcg64.seeded([seed, STREAM]);
  const epoch = Math.ceil(rows / batch);
  const count = Math.ceil(steps / epoch);
  const drawn = new Uint8Array(count * epoch * batch).fill(NO_ROW);
  for (let k = 0; k < count; k += 1) {
    const order = drawn.subarray(k * epoch * batch, k * epoch * batch + rows);
    for (let row = 0; row < rows; row += 1) order[row] = row;
    for (let row = rows - 1; row > 0; row -= 1) {
      const other = generator.upTo(row);
      [order[row], order[other]] = [order[other], order[row]];
    }
  }
  return drawn;
}

/**
 * Writes the constants of the surface of the rows that a step sees, packed as all of them are in q.
 *
 * @param {Float64Array} q
 * @param {Uint8Array} batches
 * @param {number} batch
 * @param {number} t the number of the step, from 1
 * @param {Float64Array} drawn with room for a whole batch
 * @returns {number} how many constants there are
 */
export function draw(q, batches, batch, t, drawn) {
  let at = 1;
  for (let k = (t - 1) * batch; k < t * batch; k += 1) {
    if (batches[k] === NO_ROW) continue;
    drawn[at] = q[1 + 2 * batches[k]];
    drawn[at + 1] = q[2 + 2 * batches[k]];
    at += 2;
  }
  drawn[0] = at;
  return at;
}
