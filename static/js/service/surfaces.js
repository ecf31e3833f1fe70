/**
 * Loads the grid of a surface.
 *
 * @typedef {import("../base/types.js").Encoded} Encoded
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 * @typedef {import("../base/types.js").Bound} Bound
 * @typedef {Omit<SurfaceGrid, "key"|"columns"|"rows"|"x"|"y"|"z"|"bound"> & {x: Encoded, y: Encoded, z: Encoded & {shape: string},
 *   bound: Omit<Bound, "q"> & {q: Encoded}}} Landscape the answer of the server
 */

import { decodeArray } from "./decode.js";
import { Question } from "./question.js";

export class Surfaces {
  #question = new Question();

  /**
   * @param {string} root
   * @param {(grid: SurfaceGrid) => void} onGrid
   * @param {(error: Error) => void} onError
   * @param {number} [cells] of the grid in each direction, if not the usual number
   */
  constructor(root, onGrid, onError, cells) {
    this.more = cells ? `&cells=${cells}` : "";
    this.root = root;
    this.onGrid = onGrid;
    this.onError = onError;
  }

  /** @param {string} item the surface, and the region if there is one, as the address has them */
  async want(item) {
    try {
      const precision = item.includes("&region=") ? "f8" : "f4"; // float32 cannot tell the values of a small region apart
      const address = `${this.root}api/v1/surface?${item}&precision=${precision}${this.more}`;
      const answer = await this.#question.ask(address, (response) => /** @type {Promise<Landscape>} */ (response.json()));
      if (!answer) return;
      const [rows, columns] = answer.z.shape.split(",").map(Number);
      const [x, y, z] = [answer.x, answer.y, answer.z].map(decodeArray);
      const bound = { ...answer.bound, q: /** @type {Float64Array} */ (decodeArray(answer.bound.q)) };
      this.onGrid({ ...answer, x, y, z, rows, columns, bound, key: item });
    } catch (error) {
      this.onError(/** @type {Error} */ (error));
    }
  }
}
