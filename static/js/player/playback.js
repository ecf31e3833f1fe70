/**
 * Playback as arithmetic: a position, measured in steps, that moves with the browser's clock.
 *
 * @typedef {{playing: boolean, position: number, speed: number}} Playback
 */

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];
const SECONDS = 8; // for a whole run at speed 1, whatever its number of steps

/** @type {Playback} */
export const STOPPED = { playing: false, position: 0, speed: 1 };

/**
 * @param {Playback} playback
 * @param {number} step the step shown now
 * @param {number} steps
 * @returns {Playback} playing from that step, or from the start if it is the last one
 */
export function play(playback, step, steps) {
  return { ...playback, playing: true, position: step >= steps ? 0 : step };
}

/** @param {Playback} playback @returns {Playback} */
export const pause = (playback) => ({ ...playback, playing: false });

/**
 * @param {Playback} playback
 * @param {number} seconds since the last animation frame
 * @param {number} steps
 * @returns {Playback} a little later; stopped at the end
 */
export function advance(playback, seconds, steps) {
  const later = Math.max(0, seconds); // the time of an animation frame may lie before the click that started playback
  const position = playback.position + (later * playback.speed * steps) / SECONDS;
  return position >= steps ? { ...playback, playing: false, position: steps } : { ...playback, position };
}

/**
 * @param {Playback} playback
 * @param {number|null} step the step of the state; null is the last
 * @param {number} steps
 * @returns {number} the step to draw
 */
export function shown(playback, step, steps) {
  if (playback.playing) return Math.min(Math.floor(playback.position), steps);
  return step === null ? steps : Math.min(step, steps);
}
