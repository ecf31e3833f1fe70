/** Which steps of a path have a dot: not where dots would crowd. optimizers/picture/dots.py is its twin. Pure. */

/** Steps that are drawn over the others, with larger dots: the story begins with them. */
export const HEAD = 20;
const GAP = 6; // px: a dot is at least so far from the one before, across and down together
const CELL = 6; // px: in a square of this size there is one dot

export class Dots {
  #x = Infinity;
  #y = Infinity;

  /** @param {number} width px of the plot area @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.columns = Math.floor(width / CELL) + 1;
    this.taken = new Uint8Array(this.columns * (Math.floor(height / CELL) + 1));
  }

  /**
   * @param {number} x px of the next point of the path
   * @param {number} y
   * @returns {boolean} whether it has a dot
   */
  next(x, y) {
    const inside = x >= 0 && x <= this.width && y >= 0 && y <= this.height;
    if (!inside || Math.abs(x - this.#x) + Math.abs(y - this.#y) < GAP) return false;
    const cell = Math.floor(y / CELL) * this.columns + Math.floor(x / CELL);
    if (this.taken[cell]) return false;
    this.taken[cell] = 1;
    this.#x = x;
    this.#y = y;
    return true;
  }
}
