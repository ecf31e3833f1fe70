/**
 * User Timing: the measure slider-to-paint, from an input event to the frame that shows its effect, and the mark
 * interactive.
 */

/** @type {{sequence: number, time: number}[]} */
let waiting = [];
let sequence = 0;

/**
 * @param {number|null} time of the input event
 * @returns {number} the number to pass to `painted` when the effect of the event is drawn
 */
export function begin(time) {
  sequence++;
  if (time !== null) waiting.push({ sequence, time });
  return sequence;
}

/** @param {number} reached the frame being drawn shows the effect of all events up to this one */
export function painted(reached) {
  const shown = waiting.filter((event) => event.sequence <= reached);
  if (!shown.length) return;
  waiting = waiting.filter((event) => event.sequence > reached);
  // A message is handled after the frame has been drawn, a callback of the animation frame before that.
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const end = performance.now();
    for (const { time } of shown) performance.measure("slider-to-paint", { start: time, end });
  };
  channel.port2.postMessage(null);
}
