/**
 * Positions of the start handles, so that each can be seen and grabbed: on its start, beside it if another handle would cover
 * it, and at the edge if the start lies outside the plot. Pure.
 *
 * @typedef {import("../base/types.js").Pixel} Pixel
 */

/** Px between two handles: the width of the visible badge. */
export const GAP = 20;
const ROUNDS = 200; // enough for 26 starts in a corner; most layouts need one
const SLACK = 0.5; // px by which two handles may be closer, so that the rounds end
const SEED = 0.01; // px, so that starts at the same point move apart in different directions
const TURN = Math.PI * (3 - Math.sqrt(5)); // the golden angle: no two directions of this sequence are near each other

/**
 * @param {Pixel[]} starts
 * @param {number} width of the plot area
 * @param {number} height
 * @param {number} [held] the index of the handle that is being dragged, which stays on its start
 * @returns {Pixel[]} the center of each handle
 */
export function layHandles(starts, width, height, held = -1) {
  const inside = (/** @type {Pixel} */ { x, y }) => ({ x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) });
  const positions = starts.map(inside).map((position, i, all) => {
    const before = all.slice(0, i).filter((other) => Math.hypot(other.x - position.x, other.y - position.y) < SLACK).length;
    const [far, angle] = [before && i !== held ? SEED * Math.sqrt(before) : 0, TURN * (before - 1)];
    return { x: position.x + far * Math.cos(angle), y: position.y + far * Math.sin(angle) };
  });
  for (let round = 0; round < ROUNDS && pushApart(positions, held); round++) {
    positions.forEach((position, i) => Object.assign(position, inside(i === held ? starts[i] : position)));
  }
  return positions;
}

/**
 * @param {Pixel[]} positions which are changed in place
 * @param {number} held
 * @returns {boolean} whether two were too close
 */
function pushApart(positions, held) {
  let moved = false;
  for (let i = 0; i < positions.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [positions[j], positions[i]];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const distance = Math.hypot(dx, dy);
      if (distance > GAP - SLACK) continue;
      moved = true;
      const [ux, uy] = distance > 0 ? [dx / distance, dy / distance] : [Math.cos(TURN * i), Math.sin(TURN * i)];
      const [back, on] = held === j ? [0, 1] : held === i ? [1, 0] : [0.5, 0.5];
      const missing = GAP - distance;
      a.x -= back * missing * ux;
      a.y -= back * missing * uy;
      b.x += on * missing * ux;
      b.y += on * missing * uy;
    }
  }
  return moved;
}

/**
 * @param {import("../base/types.js").Start} start
 * @param {import("../base/types.js").Start[]} starts all of them
 * @param {boolean} outside whether it lies outside the plot
 * @param {boolean} fixed whether the author has locked it
 * @returns {string} the accessible name of its handle
 */
export function handleName({ label, x, y }, starts, outside, fixed) {
  const others = starts.filter((other) => other.label !== label && other.x === x && other.y === y).map((other) => other.label);
  const shared = others.length ? `, the same point as ${others.join(", ")}` : "";
  const use = fixed ? "" : " Arrow keys move it, Delete removes it.";
  return `Start ${label} at ${x}, ${y}${outside ? ", outside the plot" : ""}${shared}.${use}`;
}
