/** How fast the page asks: more slowly, the longer the server says that answers wait for their turn there. */

const REST = 3; // the page rests this many times as long as an answer has waited, so that a quarter of a class waits at a time
const LONGEST = 2000; // ms
const WAIT = /(?:^|,)\s*wait;dur=(\d{1,9}(?:\.\d{1,9})?)/;

/**
 * @param {string|null} timing the header Server-Timing of an answer
 * @returns {number} ms for which the page does not ask again; 0 if the server is not late
 */
export const restAfter = (timing) => Math.min(REST * Number(WAIT.exec(timing ?? "")?.[1] ?? 0), LONGEST);
