/** Which step each frame of a video shows. Pure. optimizers/picture/video.py has the same, with more frames in a second. */

export const RATE = 10; // frames in a second; each is a picture of the server
const [FIRST, LAST] = [5, 15]; // frames that the start and the end are seen
const STEP = 0.06; // s for each step, within the limits of a video; motion.py has the same
const [SHORTEST, LONGEST] = [4, 12]; // s

/** @param {number} steps @returns {number[]} ascending from 0 to the last step */
export function videoFrames(steps) {
  const moving = Math.round(Math.min(Math.max(STEP * steps, SHORTEST), LONGEST) * RATE);
  const between = Array.from({ length: moving - 1 }, (_, k) => Math.floor((steps * (k + 1)) / moving));
  return [...Array(FIRST).fill(0), ...between, ...Array(LAST).fill(steps)];
}
