/** Which minimum is nearest to a position: the twin of optimizers/run/nearest.py, with the same bits. Pure. */

/** Sums of products between these are not affected by overflow or underflow. */
export const SAFE = [1e-280, 1e280];
const SLACK = 1e-9; // relative: far more than the rounding of a distance

/**
 * @param {number} dx
 * @param {number} dy
 * @returns {number} the length of a vector, infinite if that overflows; Math.hypot has another last bit in each browser
 */
export function norm(dx, dy) {
  const square = dx * dx + dy * dy;
  if (SAFE[0] < square && square < SAFE[1]) return Math.sqrt(square);
  const longer = Math.max(Math.abs(dx), Math.abs(dy));
  if (longer === 0 || longer === Infinity) return longer;
  const [a, b] = [dx / longer, dy / longer];
  return longer * Math.sqrt(a * a + b * b);
}

/** The nearest of some minima to a position that moves. How far it stays the nearest is known, so that few distances are computed. */
export class Nearest {
  at = 0; // the index of the nearest minimum
  wx = 0; // the vector to it
  wy = 0;
  #free = -1; // the square of the distance within which no other minimum is nearer
  #sinceX = 0; // from this position
  #sinceY = 0;

  /** @param {[number, number, number][]} minima x, y and the radius of a circle of minima, 0 for a point; at least one */
  constructor(minima) {
    this.minima = minima;
  }

  /**
   * Find the nearest of a position, the first of several, and the vector to it; to a circle it is along the radius.
   * @param {number} x
   * @param {number} y
   */
  move(x, y) {
    const dx = x - this.#sinceX;
    const dy = y - this.#sinceY;
    if (!(dx * dx + dy * dy < this.#free)) {
      this.#find(x, y);
      this.#sinceX = x;
      this.#sinceY = y;
    }
    const [centerX, centerY, radius] = this.minima[this.at];
    this.wx = centerX - x;
    this.wy = centerY - y;
    if (!(radius > 0)) return;
    const away = norm(this.wx, this.wy);
    if (away === 0) { // in the center every direction is right
      this.wx = radius;
      this.wy = 0;
      return;
    }
    const part = (away - radius) / away;
    this.wx *= part;
    this.wy *= part;
  }

  /**
   * @param {number} radius
   * @returns {boolean} whether the vector is at most as long; compared first without squares, which may overflow
   */
  within(radius) {
    const { wx, wy } = this;
    return Math.abs(wx) <= radius && Math.abs(wy) <= radius && wx * wx + wy * wy <= radius * radius;
  }

  /** @param {number} x @param {number} y */
  #find(x, y) {
    let near = Infinity;
    let second = Infinity;
    for (let i = 0; i < this.minima.length; i++) {
      const [centerX, centerY, radius] = this.minima[i];
      const ox = centerX - x;
      const oy = centerY - y;
      let square = ox * ox + oy * oy;
      if (radius > 0) {
        const away = Math.sqrt(square) - radius;
        square = away * away;
      }
      if (i === 0 || square < near) {
        this.at = i;
        second = near;
        near = square;
      } else if (square < second) second = square;
    }
    if (this.minima.length === 1) this.#free = Infinity;
    else if (!(SAFE[0] < second && second < SAFE[1])) this.#free = 0;
    else {
      const away = Math.sqrt(second);
      const free = Math.max(0.5 * (away - Math.sqrt(near) - SLACK * away), 0);
      this.#free = free * free;
    }
  }
}
