/**
 * User Timing: the measure slider-to-paint, from an input event to the frame that shows its effect, and the mark
 * interactive.
 */

/** @type {{sequence: number, time: number}[]} */
let waiting = [];
let sequence = 0;

/**
 * @param {number|null} time of the input event
 * @returns {number} to be told to `painted` with what the event has led to
 */
export function begin(time) {
  sequence++;
  if (time !== null) waiting.push({ sequence, time });
  return sequence;
}

/** @param {number} reached all events up to this one show in the frame being drawn */
export function painted(reached) {
  const shown = waiting.filter((event) => event.sequence <= reached);
  if (!shown.length) return;
  waiting = waiting.filter((event) => event.sequence > reached);
  // A message is handled after the frame has been handed on, a callback of the frame before.
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const end = performance.now();
    for (const { time } of shown) performance.measure("slider-to-paint", { start: time, end });
  };
  channel.port2.postMessage(null);
}
