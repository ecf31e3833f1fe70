/**
 * Loads what is known of a surface: contours, landmarks and, if asked for, its values on a grid.
 *
 * @typedef {import("../base/types.js").Encoded} Encoded
 * @typedef {import("../base/types.js").GridValues} GridValues
 * @typedef {import("../base/types.js").SurfaceGrid} SurfaceGrid
 * @typedef {import("../base/types.js").Bound} Bound
 * @typedef {{x: Encoded, y: Encoded, z: Encoded & {shape: string}, levels: number[]}} EncodedValues
 * @typedef {Omit<SurfaceGrid, "key"|"values"|"bound"> & Partial<EncodedValues> & {bound: Omit<Bound, "q"> & {q: Encoded}}} Landscape
 *   the answer of the server
 */

import { decodeArray } from "./decode.js";
import { Question } from "./question.js";

export class Surfaces {
  #question = new Question();

  /**
   * @param {string} root
   * @param {(grid: SurfaceGrid) => void} onGrid
   * @param {(error: Error) => void} onError
   */
  constructor(root, onGrid, onError) {
    this.root = root;
    this.onGrid = onGrid;
    this.onError = onError;
  }

  /**
   * @param {string} item the surface, and the region if there is one, as the address has them
   * @param {number} cells of the grid in each direction, 0 for no values
   */
  async want(item, cells) {
    try {
      const precision = item.includes("&region=") ? "f8" : "f4"; // float32 cannot tell the values of a small region apart
      const address = `${this.root}api/v1/surface?${item}&cells=${cells}${cells ? `&precision=${precision}` : ""}`;
      const answer = await this.#question.ask(address, (response) => /** @type {Promise<Landscape>} */ (response.json()));
      if (!answer) return;
      const { x, y, z, levels, ...known } = answer;
      const bound = { ...answer.bound, q: /** @type {Float64Array} */ (decodeArray(answer.bound.q)) };
      this.onGrid({ ...known, bound, values: x && y && z && levels ? decoded({ x, y, z, levels }) : null, key: item });
    } catch (error) {
      this.onError(/** @type {Error} */ (error));
    }
  }
}

/** @param {Pick<SurfaceGrid, "key">} grid @returns {string} the surface that it is of, with its values, as an item of a query */
export const itemOf = ({ key }) => key.split("&")[0];

/** @param {EncodedValues} values @returns {GridValues} */
function decoded({ x, y, z, levels }) {
  const [rows, columns] = z.shape.split(",").map(Number);
  return { x: decodeArray(x), y: decodeArray(y), z: decodeArray(z), rows, columns, levels };
}
