/** A line that leaves out points which nobody could tell from the one before: each costs as much as any other. */
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
   * Go on from another place, without a line.
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
   * @param {boolean} last kept in any case
   */
  add(x, y, last) {
    if (Math.abs(x - this.#x) + Math.abs(y - this.#y) < this.gap && !last) return;
    this.path.lineTo(x, y);
    this.#x = x;
    this.#y = y;
  }
}
