/** A line without the points that are indistinguishable from the one before, because every point costs time. */
export class Thinned {
  #x = Infinity;
  #y = Infinity;

  /**
   * @param {Path2D} path
   * @param {number} gap px
   */
  constructor(path, gap) {
    this.path = path;
    this.gap = gap;
  }

  /**
   * Continue at another point without drawing a line to it.
   * @param {number} x
   * @param {number} y
   */
  move(x, y) {
    this.path.moveTo(x, y);
    this.#x = x;
    this.#y = y;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {boolean} last always keep this point
   */
  add(x, y, last) {
    if (Math.abs(x - this.#x) + Math.abs(y - this.#y) < this.gap && !last) return;
    this.path.lineTo(x, y);
    this.#x = x;
    this.#y = y;
  }
}
